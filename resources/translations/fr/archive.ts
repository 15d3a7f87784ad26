<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>archive</name>
  <message>
    <source>The worklist file {path} cannot be read ({cause}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path}: scheduled: a list is expected.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path}: {key}: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
