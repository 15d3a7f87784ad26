<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_send</name>
  <message>
    <source>There was nothing to send: no DICOM object in what was given.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>an exam of the local store; may be repeated</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>files or folders</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} object sent.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} objects sent.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} objects were not sent; the first: {why}</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} cannot be read ({cause}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} is not a DICOM file.</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
