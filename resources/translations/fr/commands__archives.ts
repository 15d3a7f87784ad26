<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands__archives</name>
  <message>
    <source>No archive {given} in the settings (known: {names}). Give its name, AET@HOST:PORT or a DICOMweb address.</source>
    <translation>Pas d'archive {given} dans les réglages (connues : {names}). Donnez son nom, AET@HÔTE:PORT ou une adresse DICOMweb.</translation>
  </message>
  <message>
    <source>an archive's name in the settings, or AET@HOST:PORT, or a DICOMweb address</source>
    <translation>nom d'une archive des réglages, ou AET@HÔTE:PORT, ou une adresse DICOMweb</translation>
  </message>
  <message>
    <source>none</source>
    <translation>aucune</translation>
  </message>
  <message>
    <source>our own AE title</source>
    <translation>notre propre AE title</translation>
  </message>
  <message>
    <source>print JSON</source>
    <translation>afficher du JSON</translation>
  </message>
  <message>
    <source>seconds to wait for the archive</source>
    <translation>secondes d'attente de l'archive</translation>
  </message>
</context>
</TS>
