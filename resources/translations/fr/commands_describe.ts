<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_describe</name>
  <message>
    <source>files, folders, a DICOMDIR or a ZIP</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>print JSON</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} does not exist.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} holds no DICOM file.</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
