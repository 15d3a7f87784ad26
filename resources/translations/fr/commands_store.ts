<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_store</name>
  <message>
    <source>No image could be taken into the store.</source>
    <translation>Aucune image n'a pu être prise dans le stock local.</translation>
  </message>
  <message>
    <source>There is no store in {folder}.</source>
    <translation>Il n'y a pas de stock local dans {folder}.</translation>
  </message>
  <message>
    <source>all exams not received or opened for that many days</source>
    <translation>tous les examens ni reçus ni ouverts depuis ce nombre de jours</translation>
  </message>
  <message>
    <source>all sound</source>
    <translation>tout est intact</translation>
  </message>
  <message>
    <source>delete exams; never what is open, unsent or being fetched</source>
    <translation>supprimer des examens ; jamais ce qui est ouvert, à envoyer ou en cours de récupération</translation>
  </message>
  <message>
    <source>list the exams in the store</source>
    <translation>lister les examens du stock local</translation>
  </message>
  <message>
    <source>look for damaged or missing images</source>
    <translation>chercher les images endommagées ou manquantes</translation>
  </message>
  <message>
    <source>make a damaged index anew from the images</source>
    <translation>refaire à partir des images un index endommagé</translation>
  </message>
  <message>
    <source>only say what would go</source>
    <translation>dire seulement ce qui serait supprimé</translation>
  </message>
  <message>
    <source>open</source>
    <translation>ouvert</translation>
  </message>
  <message>
    <source>print JSON</source>
    <translation>écrire du JSON</translation>
  </message>
  <message>
    <source>take files, folders, a DICOMDIR or a ZIP into the store</source>
    <translation>prendre dans le stock local des fichiers, des dossiers, un DICOMDIR ou un ZIP</translation>
  </message>
  <message>
    <source>this exam; may be given several times</source>
    <translation>cet examen ; peut être répété</translation>
  </message>
  <message>
    <source>unsent</source>
    <translation>à envoyer</translation>
  </message>
  <message>
    <source>{bad} not taken. {cause}</source>
    <translation>{bad} non repris. {cause}</translation>
  </message>
  <message>
    <source>{count} exam</source>
    <translation>{count} examen</translation>
  </message>
  <message>
    <source>{count} exam deleted</source>
    <translation>{count} examen supprimé</translation>
  </message>
  <message>
    <source>{count} exams</source>
    <translation>{count} examens</translation>
  </message>
  <message>
    <source>{count} exams deleted</source>
    <translation>{count} examens supprimés</translation>
  </message>
  <message>
    <source>{count} fault</source>
    <translation>{count} défaut</translation>
  </message>
  <message>
    <source>{count} faults</source>
    <translation>{count} défauts</translation>
  </message>
  <message>
    <source>{count} file</source>
    <translation>{count} fichier</translation>
  </message>
  <message>
    <source>{count} files</source>
    <translation>{count} fichiers</translation>
  </message>
  <message>
    <source>{count} image</source>
    <translation>{count} image</translation>
  </message>
  <message>
    <source>{count} image damaged</source>
    <translation>{count} image endommagée</translation>
  </message>
  <message>
    <source>{count} image kept apart</source>
    <translation>{count} image mise à part</translation>
  </message>
  <message>
    <source>{count} image looked at</source>
    <translation>{count} image contrôlée</translation>
  </message>
  <message>
    <source>{count} images</source>
    <translation>{count} images</translation>
  </message>
  <message>
    <source>{count} images damaged</source>
    <translation>{count} images endommagées</translation>
  </message>
  <message>
    <source>{count} images kept apart</source>
    <translation>{count} images mises à part</translation>
  </message>
  <message>
    <source>{count} images looked at</source>
    <translation>{count} images contrôlées</translation>
  </message>
  <message>
    <source>{count} new image</source>
    <translation>{count} nouvelle image</translation>
  </message>
  <message>
    <source>{count} new images</source>
    <translation>{count} nouvelles images</translation>
  </message>
  <message>
    <source>{given} is not a number of days</source>
    <translation>{given} n'est pas un nombre de jours</translation>
  </message>
  <message>
    <source>{new} in {exams}; {known} here already, {apart} kept apart, {bad} not taken</source>
    <translation>{new} dans {exams} ; déjà ici : {known}, mises à part : {apart}, non repris : {bad}</translation>
  </message>
  <message>
    <source>{size} GB</source>
    <translation>{size} Go</translation>
  </message>
  <message>
    <source>{size} MB</source>
    <translation>{size} Mo</translation>
  </message>
  <message>
    <source>{uid} stays: {why}</source>
    <translation>{uid} reste : {why}</translation>
  </message>
  <message>
    <source>{used} of {quota}</source>
    <translation>{used} sur {quota}</translation>
  </message>
</context>
</TS>
