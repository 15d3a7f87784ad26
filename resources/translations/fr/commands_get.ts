<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_get</name>
  <message>
    <source>StudyInstanceUID of an exam</source>
    <translation>StudyInstanceUID d'un examen</translation>
  </message>
  <message>
    <source>write files into this folder instead of the store</source>
    <translation>écrire des fichiers dans ce dossier au lieu du stockage local</translation>
  </message>
  <message>
    <source>{count} images could not be stored: {first}</source>
    <translation>{count} images n'ont pas pu être enregistrées : {first}</translation>
  </message>
  <message>
    <source>{name} has no exam {uid}.</source>
    <translation>{name} n'a pas d'examen {uid}.</translation>
  </message>
  <message>
    <source>{path} cannot be written ({cause}).</source>
    <translation>{path} n'est pas accessible en écriture ({cause}).</translation>
  </message>
  <message>
    <source>{uid}: {count} images, {size} MB, {rate} MB/s</source>
    <translation>{uid} : {count} images, {size} Mo, {rate} Mo/s</translation>
  </message>
</context>
</TS>
