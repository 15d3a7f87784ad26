<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands__archives</name>
  <message>
    <source>No archive {given} in the settings (known: {names}). Give its name, AET@HOST:PORT or a DICOMweb address.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>an archive's name in the settings, or AET@HOST:PORT, or a DICOMweb address</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>none</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>our own AE title</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>print JSON</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>seconds to wait for the archive</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
