<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_archive</name>
  <message>
    <source>AET=HOST:PORT is expected, not {given}</source>
    <translation>AET=HÔTE:PORT est attendu, pas {given}</translation>
  </message>
  <message>
    <source>Archive {aet} is ready: DICOM port {port}</source>
    <translation>L'archive {aet} est prête : port DICOM {port}</translation>
  </message>
  <message>
    <source>DICOM port; 0 takes a free one</source>
    <translation>port DICOM ; 0 en prend un libre</translation>
  </message>
  <message>
    <source>DICOMweb port; 0 takes a free one; without it no DICOMweb</source>
    <translation>port DICOMweb ; 0 en prend un libre ; sans cette option pas de DICOMweb</translation>
  </message>
  <message>
    <source>address to listen on (default: this machine only)</source>
    <translation>adresse d'écoute (par défaut : ce poste seulement)</translation>
  </message>
  <message>
    <source>planned exams for the modality worklist, TOML or JSON</source>
    <translation>examens planifiés pour la worklist des modalités, TOML ou JSON</translation>
  </message>
  <message>
    <source>remove the oldest exams above this size; without it nothing is removed</source>
    <translation>supprimer les examens les plus anciens au-delà de cette taille ; sans cette option rien n'est supprimé</translation>
  </message>
  <message>
    <source>the archive's AE title</source>
    <translation>AE title de l'archive</translation>
  </message>
  <message>
    <source>the folder that holds the images</source>
    <translation>dossier qui contient les images</translation>
  </message>
  <message>
    <source>where C-MOVE to this AE title sends; may be repeated</source>
    <translation>où envoie un C-MOVE vers cet AE title ; peut être répété</translation>
  </message>
</context>
</TS>
