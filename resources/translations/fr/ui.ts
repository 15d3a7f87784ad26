<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>ui</name>
  <message>
    <source>Contents</source>
    <translation>Sommaire</translation>
  </message>
  <message>
    <source>Del</source>
    <translation>Suppr</translation>
  </message>
  <message>
    <source>Enter: next place, Shift+Enter: the one before, Esc: close</source>
    <translation>Entrée : occurrence suivante, Maj+Entrée : la précédente, Échap : fermer</translation>
  </message>
  <message>
    <source>Esc</source>
    <translation>Échap</translation>
  </message>
  <message>
    <source>Garonne: manual</source>
    <translation>Garonne : manuel</translation>
  </message>
  <message>
    <source>Manual</source>
    <translation>Manuel</translation>
  </message>
  <message>
    <source>Search</source>
    <translation>Rechercher</translation>
  </message>
  <message>
    <source>Search the manual   Ctrl+F</source>
    <translation>Chercher dans le manuel   Ctrl+F</translation>
  </message>
  <message>
    <source>Shift+</source>
    <translation>Maj+</translation>
  </message>
  <message>
    <source>Space</source>
    <translation>Espace</translation>
  </message>
  <message>
    <source>The manual {path} cannot be read ({cause}). Install Garonne again.</source>
    <translation>Le manuel {path} est illisible ({cause}). Réinstallez Garonne.</translation>
  </message>
  <message>
    <source>“{words}” is not in the manual</source>
    <translation>« {words} » ne figure pas dans le manuel</translation>
  </message>
</context>
</TS>
