<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>app</name>
  <message>
    <source> (and {count} more)</source>
    <translation> (et {count} autres)</translation>
  </message>
  <message>
    <source>; its key lies beside it</source>
    <translation> ; leur clé se trouve à côté</translation>
  </message>
  <message>
    <source>Add one in Settings, Archives, or in a site profile.</source>
    <translation>Ajoutez-en une dans Réglages, Archives, ou dans un profil de site.</translation>
  </message>
  <message>
    <source>Archives</source>
    <translation>Archives</translation>
  </message>
  <message>
    <source>Check</source>
    <translation>Contrôle</translation>
  </message>
  <message>
    <source>Check cable, address, port and AE titles with the archive's administrator.</source>
    <translation>Vérifiez câble, adresse, port et AE titles avec l'administrateur de l'archive.</translation>
  </message>
  <message>
    <source>Compressed images cannot be shown: look whether the system or a virus scanner keeps Garonne from starting processes.</source>
    <translation>Les images compressées ne peuvent pas être montrées : vérifiez si le système ou un antivirus empêche Garonne de démarrer des processus.</translation>
  </message>
  <message>
    <source>Decoding</source>
    <translation>Décodage</translation>
  </message>
  <message>
    <source>Disk</source>
    <translation>Disque</translation>
  </message>
  <message>
    <source>Drawing</source>
    <translation>Affichage</translation>
  </message>
  <message>
    <source>Each exam is shown with its own patient's priors only.</source>
    <translation>Chaque examen n'est montré qu'avec les antérieurs de son propre patient.</translation>
  </message>
  <message>
    <source>Free some space or move the store (Settings, Store).</source>
    <translation>Libérez de la place ou déplacez le stockage (Réglages, Stockage).</translation>
  </message>
  <message>
    <source>Garonne is already running with {folder}. Use that window, or another --home.</source>
    <translation>Garonne est déjà ouvert avec {folder}. Utilisez cette fenêtre, ou un autre --home.</translation>
  </message>
  <message>
    <source>Images are drawn by the processor: right, but slower. Install the graphics card's own driver.</source>
    <translation>Les images sont dessinées par le processeur : justes, mais plus lentes. Installez le pilote de la carte graphique.</translation>
  </message>
  <message>
    <source>Install Garonne again; all else works.</source>
    <translation>Réinstallez Garonne ; tout le reste fonctionne.</translation>
  </message>
  <message>
    <source>Local store</source>
    <translation>Stockage local</translation>
  </message>
  <message>
    <source>Looking through {count} files and folders ...</source>
    <translation>Lecture de {count} fichiers et dossiers…</translation>
  </message>
  <message>
    <source>Looking through {path} ...</source>
    <translation>Lecture de {path}…</translation>
  </message>
  <message>
    <source>Make the folder writable or choose another with --home.</source>
    <translation>Rendez le dossier inscriptible ou choisissez-en un autre avec --home.</translation>
  </message>
  <message>
    <source>Making the demo region: {made} of {count} exams ({exam})</source>
    <translation>Création de la région de démonstration : {made} examens sur {count} ({exam})</translation>
  </message>
  <message>
    <source>Mend the file or remove it; the shipped defaults then hold.</source>
    <translation>Corrigez le fichier ou supprimez-le ; les valeurs fournies s'appliquent alors.</translation>
  </message>
  <message>
    <source>Nothing could be shown: {cause}</source>
    <translation>Rien n'a pu être montré : {cause}</translation>
  </message>
  <message>
    <source>Place for data</source>
    <translation>Dossier des données</translation>
  </message>
  <message>
    <source>Program</source>
    <translation>Programme</translation>
  </message>
  <message>
    <source>Receiving</source>
    <translation>Réception</translation>
  </message>
  <message>
    <source>Report this line.</source>
    <translation>Signalez cette ligne.</translation>
  </message>
  <message>
    <source>Right if Garonne is running; otherwise choose another port in Settings, Receiving.</source>
    <translation>Normal si Garonne est ouvert ; sinon choisissez un autre port dans Réglages, Réception.</translation>
  </message>
  <message>
    <source>Settings</source>
    <translation>Réglages</translation>
  </message>
  <message>
    <source>The demo region is complete: {count} exams of synthetic patients.</source>
    <translation>La région de démonstration est complète : {count} examens de patients synthétiques.</translation>
  </message>
  <message>
    <source>The demo's archive did not start; {log} says why.</source>
    <translation>L'archive de démonstration n'a pas démarré ; {log} dit pourquoi.</translation>
  </message>
  <message>
    <source>The disk fills before the quota is reached: lower the quota or free some space.</source>
    <translation>Le disque sera plein avant le quota : baissez le quota ou libérez de la place.</translation>
  </message>
  <message>
    <source>Unlock or install a key ring, or set GARONNE_PASSPHRASE: a stolen disk now gives the key with the images.</source>
    <translation>Déverrouillez ou installez un trousseau, ou donnez GARONNE_PASSPHRASE : un disque volé livre aujourd'hui la clé avec les images.</translation>
  </message>
  <message>
    <source>Videos</source>
    <translation>Vidéos</translation>
  </message>
  <message>
    <source>Waited {seconds} s for this in vain: {what}.</source>
    <translation>Attendu {seconds} s en vain : {what}.</translation>
  </message>
  <message>
    <source>answers in {ms} ms</source>
    <translation>répond en {ms} ms</translation>
  </message>
  <message>
    <source>in processes of its own, ready in {ms} ms</source>
    <translation>dans des processus à part, prêts en {ms} ms</translation>
  </message>
  <message>
    <source>no decoding process can be started</source>
    <translation>aucun processus de décodage ne peut être démarré</translation>
  </message>
  <message>
    <source>no description</source>
    <translation>sans description</translation>
  </message>
  <message>
    <source>none is configured</source>
    <translation>aucune n'est configurée</translation>
  </message>
  <message>
    <source>none of the images can be drawn</source>
    <translation>aucune des images ne peut être dessinée</translation>
  </message>
  <message>
    <source>nothing to show</source>
    <translation>rien à montrer</translation>
  </message>
  <message>
    <source>port {port} is free</source>
    <translation>le port {port} est libre</translation>
  </message>
  <message>
    <source>port {port} is in use</source>
    <translation>le port {port} est occupé</translation>
  </message>
  <message>
    <source>shipped defaults</source>
    <translation>valeurs fournies</translation>
  </message>
  <message>
    <source>switched off</source>
    <translation>désactivée</translation>
  </message>
  <message>
    <source>the demo region</source>
    <translation>la région de démonstration</translation>
  </message>
  <message>
    <source>the drawing</source>
    <translation>le dessin</translation>
  </message>
  <message>
    <source>the exam marked as read</source>
    <translation>l'examen marqué comme lu</translation>
  </message>
  <message>
    <source>the exams and their priors</source>
    <translation>les examens et leurs antérieurs</translation>
  </message>
  <message>
    <source>the images</source>
    <translation>les images</translation>
  </message>
  <message>
    <source>the mammogram</source>
    <translation>la mammographie</translation>
  </message>
  <message>
    <source>the reading window</source>
    <translation>la fenêtre de lecture</translation>
  </message>
  <message>
    <source>the rows of the list</source>
    <translation>les lignes de la liste</translation>
  </message>
  <message>
    <source>the video decoder does not load: {cause}</source>
    <translation>le décodeur vidéo ne se charge pas : {cause}</translation>
  </message>
  <message>
    <source>there are no DICOM images in it</source>
    <translation>il ne contient pas d'image DICOM</translation>
  </message>
  <message>
    <source>{count} exam of {patients} opened.</source>
    <translation>{count} examen de {patients} ouvert.</translation>
  </message>
  <message>
    <source>{count} exams of {patients} opened.</source>
    <translation>{count} examens de {patients} ouverts.</translation>
  </message>
  <message>
    <source>{count} files looked through ...</source>
    <translation>{count} fichiers parcourus…</translation>
  </message>
  <message>
    <source>{count} other file is not DICOM.</source>
    <translation>{count} autre fichier n'est pas DICOM.</translation>
  </message>
  <message>
    <source>{count} other files are not DICOM.</source>
    <translation>{count} autres fichiers ne sont pas DICOM.</translation>
  </message>
  <message>
    <source>{count} patient</source>
    <translation>{count} patient</translation>
  </message>
  <message>
    <source>{count} patients</source>
    <translation>{count} patients</translation>
  </message>
  <message>
    <source>{free} GB free, {quota} GB allowed for images</source>
    <translation>{free} Go libres, {quota} Go accordés aux images</translation>
  </message>
  <message>
    <source>{images} images, {size} GB, encrypted</source>
    <translation>{images} images, {size} Go, chiffrées</translation>
  </message>
  <message>
    <source>{name}: an unexpected fault ({cause}).</source>
    <translation>{name} : défaut inattendu ({cause}).</translation>
  </message>
  <message>
    <source>{path} cannot be opened: {cause}</source>
    <translation>{path} ne peut pas être ouvert : {cause}</translation>
  </message>
  <message>
    <source>{path} cannot be written ({cause}).</source>
    <translation>{path} n'est pas accessible en écriture ({cause}).</translation>
  </message>
</context>
</TS>
