<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_describe</name>
  <message>
    <source>files, folders, a DICOMDIR or a ZIP</source>
    <translation>fichiers, dossiers, DICOMDIR ou ZIP</translation>
  </message>
  <message>
    <source>print JSON</source>
    <translation>écrire du JSON</translation>
  </message>
  <message>
    <source>{path} does not exist.</source>
    <translation>{path} n'existe pas.</translation>
  </message>
  <message>
    <source>{path} holds no DICOM file.</source>
    <translation>{path} ne contient aucun fichier DICOM.</translation>
  </message>
</context>
</TS>
