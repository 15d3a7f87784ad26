<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_archive</name>
  <message>
    <source>AET=HOST:PORT is expected, not {given}</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Archive {aet} is ready: DICOM port {port}</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>DICOM port; 0 takes a free one</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>DICOMweb port; 0 takes a free one; without it no DICOMweb</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>address to listen on (default: this machine only)</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>planned exams for the modality worklist, TOML or JSON</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>remove the oldest exams above this size; without it nothing is removed</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the archive's AE title</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the folder that holds the images</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>where C-MOVE to this AE title sends; may be repeated</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
