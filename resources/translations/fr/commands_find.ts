<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_find</name>
  <message>
    <source>a date YYYYMMDD is expected, not {given}</source>
    <translation>une date AAAAMMJJ est attendue, pas {given}</translation>
  </message>
  <message>
    <source>accession number</source>
    <translation>numéro d'accession</translation>
  </message>
  <message>
    <source>at most so many exams</source>
    <translation>nombre maximal d'examens</translation>
  </message>
  <message>
    <source>birth date</source>
    <translation>date de naissance</translation>
  </message>
  <message>
    <source>exams of this day and earlier</source>
    <translation>examens de ce jour et avant</translation>
  </message>
  <message>
    <source>exams of this day and later</source>
    <translation>examens de ce jour et après</translation>
  </message>
  <message>
    <source>modality; may be repeated</source>
    <translation>modalité ; peut être répétée</translation>
  </message>
  <message>
    <source>patient ID</source>
    <translation>identifiant du patient (IPP)</translation>
  </message>
  <message>
    <source>patient name; * and ? stand for letters</source>
    <translation>nom du patient ; * et ? remplacent des lettres</translation>
  </message>
  <message>
    <source>the series of this exam</source>
    <translation>les séries de cet examen</translation>
  </message>
  <message>
    <source>today's modality worklist instead</source>
    <translation>plutôt la worklist des modalités du jour</translation>
  </message>
</context>
</TS>
