<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>top</name>
  <message>
    <source>The settings file {path} cannot be read ({cause}).</source>
    <translation>Le fichier de réglages {path} ne peut pas être lu ({cause}).</translation>
  </message>
  <message>
    <source>The settings file {path} is not valid TOML: {cause}.</source>
    <translation>Le fichier de réglages {path} n'est pas du TOML valide : {cause}.</translation>
  </message>
  <message>
    <source>The workstation; with no command it opens its list.</source>
    <translation>Le poste de lecture ; sans commande, il ouvre sa liste.</translation>
  </message>
  <message>
    <source>a list</source>
    <translation>une liste</translation>
  </message>
  <message>
    <source>a number</source>
    <translation>un nombre</translation>
  </message>
  <message>
    <source>a table</source>
    <translation>une table</translation>
  </message>
  <message>
    <source>a text</source>
    <translation>un texte</translation>
  </message>
  <message>
    <source>a whole number</source>
    <translation>un nombre entier</translation>
  </message>
  <message>
    <source>a whole region on this machine, from archive to picture</source>
    <translation>une région entière sur ce poste, de l'archive à l'image</translation>
  </message>
  <message>
    <source>an archive needs host, port and aet, or url</source>
    <translation>une archive a besoin de host, port et aet, ou de url</translation>
  </message>
  <message>
    <source>at least {limit}</source>
    <translation>au moins {limit}</translation>
  </message>
  <message>
    <source>at most {count} characters</source>
    <translation>{count} caractères au plus</translation>
  </message>
  <message>
    <source>at most {limit}</source>
    <translation>au plus {limit}</translation>
  </message>
  <message>
    <source>check this machine and site</source>
    <translation>contrôler ce poste et ce site</translation>
  </message>
  <message>
    <source>fetch an exam into the local store</source>
    <translation>récupérer un examen dans le stockage local</translation>
  </message>
  <message>
    <source>garonne: an unexpected fault: {detail}. Run again with --debug and report it.</source>
    <translation>garonne : défaut inattendu : {detail}. Relancez avec --debug et signalez-le.</translation>
  </message>
  <message>
    <source>garonne: stopped.</source>
    <translation>garonne : arrêté.</translation>
  </message>
  <message>
    <source>less than {limit}</source>
    <translation>moins de {limit}</translation>
  </message>
  <message>
    <source>list what a configured archive holds</source>
    <translation>lister ce que contient une archive configurée</translation>
  </message>
  <message>
    <source>list, verify, import into or purge the local store</source>
    <translation>lister, vérifier, alimenter ou purger le stockage local</translation>
  </message>
  <message>
    <source>more than {limit}</source>
    <translation>plus de {limit}</translation>
  </message>
  <message>
    <source>one image through the product's own rendering</source>
    <translation>une image par le rendu du produit lui-même</translation>
  </message>
  <message>
    <source>rank candidate priors of a CSV file</source>
    <translation>classer les antérieurs candidats d'un fichier CSV</translation>
  </message>
  <message>
    <source>read local files, folders, a DICOMDIR or a ZIP</source>
    <translation>lire des fichiers, des dossiers, un DICOMDIR ou un ZIP</translation>
  </message>
  <message>
    <source>send files or an exam to an archive</source>
    <translation>envoyer des fichiers ou un examen à une archive</translation>
  </message>
  <message>
    <source>show tracebacks</source>
    <translation>montrer les traces d'erreur</translation>
  </message>
  <message>
    <source>site profile, TOML (GARONNE_PROFILE)</source>
    <translation>profil de site, TOML (GARONNE_PROFILE)</translation>
  </message>
  <message>
    <source>the benchmarks, each a ratio</source>
    <translation>les mesures, chacune un rapport</translation>
  </message>
  <message>
    <source>the embedded archive</source>
    <translation>l'archive intégrée</translation>
  </message>
  <message>
    <source>the file</source>
    <translation>le fichier</translation>
  </message>
  <message>
    <source>there is no setting “{name}”</source>
    <translation>il n'y a pas de réglage « {name} »</translation>
  </message>
  <message>
    <source>this cannot be empty</source>
    <translation>ce champ ne peut pas être vide</translation>
  </message>
  <message>
    <source>true or false</source>
    <translation>true ou false</translation>
  </message>
  <message>
    <source>try a configured archive</source>
    <translation>essayer une archive configurée</translation>
  </message>
  <message>
    <source>two archives have the same name</source>
    <translation>deux archives portent le même nom</translation>
  </message>
  <message>
    <source>url must start with http:// or https://</source>
    <translation>url doit commencer par http:// ou https://</translation>
  </message>
  <message>
    <source>what the files are, and every warning a reader would see</source>
    <translation>ce que sont les fichiers, et chaque avertissement que verrait le lecteur</translation>
  </message>
  <message>
    <source>where the program writes (GARONNE_HOME)</source>
    <translation>où le programme écrit (GARONNE_HOME)</translation>
  </message>
  <message>
    <source>which hanging protocol these exams get, and why</source>
    <translation>quel protocole d'affichage ces examens reçoivent, et pourquoi</translation>
  </message>
  <message>
    <source>{kind} is expected here</source>
    <translation>{kind} est attendu ici</translation>
  </message>
  <message>
    <source>{path} cannot be written ({cause}). Choose another place with --home or GARONNE_HOME.</source>
    <translation>{path} ne peut pas être écrit ({cause}). Choisissez un autre endroit avec --home ou GARONNE_HOME.</translation>
  </message>
  <message>
    <source>{path}: {key}: {cause}.</source>
    <translation>{path} : {key} : {cause}.</translation>
  </message>
  <message>
    <source>“{name}” is missing</source>
    <translation>« {name} » manque</translation>
  </message>
  <message>
    <source>“{value}” is not one of {choices}</source>
    <translation>« {value} » n'est pas l'un de : {choices}</translation>
  </message>
</context>
</TS>
