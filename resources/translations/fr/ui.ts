<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>ui</name>
  <message>
    <source>Del</source>
    <translation>Suppr</translation>
  </message>
  <message>
    <source>Esc</source>
    <translation>Échap</translation>
  </message>
  <message>
    <source>Shift+</source>
    <translation>Maj+</translation>
  </message>
  <message>
    <source>Space</source>
    <translation>Espace</translation>
  </message>
</context>
</TS>
