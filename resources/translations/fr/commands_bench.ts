<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_bench</name>
  <message>
    <source>NOT MET</source>
    <translation>NON ATTEINT</translation>
  </message>
  <message>
    <source>goal at least {goal}, </source>
    <translation>objectif : au moins {goal}, </translation>
  </message>
  <message>
    <source>goal {goal}, </source>
    <translation>objectif {goal}, </translation>
  </message>
  <message>
    <source>met</source>
    <translation>atteint</translation>
  </message>
  <message>
    <source>print JSON</source>
    <translation>écrire du JSON</translation>
  </message>
</context>
</TS>
