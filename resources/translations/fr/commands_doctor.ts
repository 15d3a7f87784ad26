<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_doctor</name>
  <message>
    <source>print JSON</source>
    <translation>écrire du JSON</translation>
  </message>
</context>
</TS>
