<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_priors</name>
  <message>
    <source>cases: one current exam and its candidates each</source>
    <translation>cas : un examen actuel et ses candidats</translation>
  </message>
  <message>
    <source>print JSON</source>
    <translation>imprimer du JSON</translation>
  </message>
  <message>
    <source>{fetched} of {total} earlier exams to fetch (+).</source>
    <translation>{fetched} examens antérieurs sur {total} à rapatrier (+).</translation>
  </message>
</context>
</TS>
