<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_find</name>
  <message>
    <source>accession number</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>at most so many exams</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>birth date</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>exams of this day and earlier</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>exams of this day and later</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>modality; may be repeated</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>patient ID</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>patient name; * and ? stand for letters</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the series of this exam</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>today's modality worklist instead</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
