<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>phantoms</name>
  <message>
    <source>The demo region in {path} has an error at {key}: {cause}.</source>
    <translation>La région de démonstration dans {path} a une erreur en {key} : {cause}.</translation>
  </message>
  <message>
    <source>The demo region's file {path} cannot be read: {cause}.</source>
    <translation>Le fichier {path} de la région de démonstration est illisible : {cause}.</translation>
  </message>
  <message>
    <source>its patient or site is not in the plan</source>
    <translation>son patient ou son site n'est pas dans le plan</translation>
  </message>
</context>
</TS>
