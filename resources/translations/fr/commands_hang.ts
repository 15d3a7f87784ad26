<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_hang</name>
  <message>
    <source>In no stage: {series}</source>
    <translation>Dans aucune étape : {series}</translation>
  </message>
  <message>
    <source>Protocol: {title} ({reasons})</source>
    <translation>Protocole : {title} ({reasons})</translation>
  </message>
  <message>
    <source>Stage {number} of {total}: {name}, {rows} x {columns}</source>
    <translation>Étape {number} sur {total} : {name}, {rows} x {columns}</translation>
  </message>
  <message>
    <source>current</source>
    <translation>actuel</translation>
  </message>
  <message>
    <source>files, folders, a DICOMDIR or a ZIP</source>
    <translation>fichiers, dossiers, un DICOMDIR ou un ZIP</translation>
  </message>
  <message>
    <source>monitors as COUNTxWIDTHxHEIGHT, several joined by + (default 1920x1080)</source>
    <translation>écrans sous la forme NOMBRExLARGEURxHAUTEUR, plusieurs joints par + (par défaut 1920x1080)</translation>
  </message>
  <message>
    <source>nothing</source>
    <translation>rien</translation>
  </message>
  <message>
    <source>print JSON</source>
    <translation>imprimer du JSON</translation>
  </message>
  <message>
    <source>prior {number}</source>
    <translation>antérieur {number}</translation>
  </message>
  <message>
    <source>say why each slot shows what it shows</source>
    <translation>dire pourquoi chaque cadre montre ce qu'il montre</translation>
  </message>
  <message>
    <source>{path} does not exist.</source>
    <translation>{path} n'existe pas.</translation>
  </message>
  <message>
    <source>{path} holds no image that can be shown.</source>
    <translation>{path} ne contient aucune image affichable.</translation>
  </message>
</context>
</TS>
