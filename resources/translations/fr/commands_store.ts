<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_store</name>
  <message>
    <source>It cannot be read ({cause}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>No image could be taken into the store.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>There is no store in {folder}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>There is no such file or folder.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>all exams not received or opened for that many days</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>all sound</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>delete exams; never what is open, unsent or being fetched</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>list the exams in the store</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>look for damaged or missing images</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>make a damaged index anew from the images</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>only say what would go</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>open</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>print JSON</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>take files, folders, a DICOMDIR or a ZIP into the store</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>this exam; may be given several times</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>unsent</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} exam</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} exam deleted</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} exams</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} exams deleted</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} fault</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} faults</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} image</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} image damaged</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} image kept apart</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} image looked at</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} images</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} images damaged</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} images kept apart</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} images looked at</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{new} new images in {studies} exams; {known} were here already, {apart} kept apart, {bad} files not taken</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{text} is not a number of days</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{uid} stays: {why}</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{used} of {quota}</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
