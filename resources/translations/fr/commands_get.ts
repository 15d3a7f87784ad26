<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_get</name>
  <message>
    <source>StudyInstanceUID of an exam</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>write files into this folder instead of the store</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} images could not be stored: {first}</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name} has no exam {uid}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} cannot be written ({cause}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{uid}: {count} images, {size} MB, {rate} MB/s</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
