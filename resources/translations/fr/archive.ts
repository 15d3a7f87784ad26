<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>archive</name>
  <message>
    <source>The worklist file {path} cannot be read ({cause}).</source>
    <translation>Le fichier de planning {path} est illisible ({cause}).</translation>
  </message>
  <message>
    <source>{path}: scheduled: a list is expected.</source>
    <translation>{path} : scheduled : une liste est attendue.</translation>
  </message>
  <message>
    <source>{path}: {key}: {cause}.</source>
    <translation>{path} : {key} : {cause}.</translation>
  </message>
</context>
</TS>
