<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>store</name>
  <message>
    <source>A DICOMDIR lists images and is none. Import the folder or the disc that holds it.</source>
    <translation>Un DICOMDIR liste des images et n'en est pas une. Importez le dossier ou le disque qui le contient.</translation>
  </message>
  <message>
    <source>An image came for this exam that carries another patient's identity. It was kept apart; tell the site that sent it.</source>
    <translation>Une image arrivée pour cet examen porte l'identité d'un autre patient. Elle a été mise à part ; prévenez le site qui l'a envoyée.</translation>
  </message>
  <message>
    <source>An image came twice with different content. The first one is shown, the other was kept apart; tell the site that sent it.</source>
    <translation>Une image est arrivée deux fois avec un contenu différent. La première est affichée, l'autre a été mise à part ; prévenez le site qui l'a envoyée.</translation>
  </message>
  <message>
    <source>Another program holds the local store ({path}) for too long. Close other windows of Garonne and try again.</source>
    <translation>Un autre programme occupe le stock local ({path}) depuis trop longtemps. Fermez les autres fenêtres de Garonne et réessayez.</translation>
  </message>
  <message>
    <source>Counts of {count} exams were wrong. They were put right.</source>
    <translation>Les comptes de {count} examens étaient faux. Ils ont été corrigés.</translation>
  </message>
  <message>
    <source>Not taken into the store: a UID in it is longer than DICOM allows.</source>
    <translation>Non pris dans le stock local : un de ses UID est plus long que DICOM ne le permet.</translation>
  </message>
  <message>
    <source>Store key beside the store: who copies the whole folder can read it. Use a key ring or a passphrase where you can.</source>
    <translation>Clé rangée à côté du stock local : qui copie tout le dossier peut le lire. Préférez un trousseau de clés ou une phrase secrète.</translation>
  </message>
  <message>
    <source>The disk of the local store ({path}) fails or is full ({cause}). Make room or check the disk.</source>
    <translation>Le disque du stock local ({path}) est en panne ou plein ({cause}). Libérez de la place ou vérifiez le disque.</translation>
  </message>
  <message>
    <source>The disk of the local store ({path}) is full. Make room on it, or lower the quota in the settings; nothing stored is lost.</source>
    <translation>Le disque du stock local ({path}) est plein. Libérez de la place ou baissez le quota dans les réglages ; rien de ce qui est stocké n'est perdu.</translation>
  </message>
  <message>
    <source>The file is damaged: {cause}.</source>
    <translation>Le fichier est endommagé : {cause}.</translation>
  </message>
  <message>
    <source>The file of this image is damaged{cause}. Fetch the exam again.</source>
    <translation>Le fichier de cette image est endommagé{cause}. Récupérez de nouveau l'examen.</translation>
  </message>
  <message>
    <source>The file of this image is gone. Fetch the exam again.</source>
    <translation>Le fichier de cette image a disparu. Récupérez de nouveau l'examen.</translation>
  </message>
  <message>
    <source>The file {name} is damaged and was left out. Fetch its exam again.</source>
    <translation>Le fichier {name} est endommagé et a été laissé de côté. Récupérez de nouveau son examen.</translation>
  </message>
  <message>
    <source>The index is damaged ({cause}). Close all windows of Garonne and run: garonne store verify --rebuild</source>
    <translation>L'index est endommagé ({cause}). Fermez toutes les fenêtres de Garonne et lancez : garonne store verify --rebuild</translation>
  </message>
  <message>
    <source>The index of the local store ({path}) is damaged, or its key is another store's. Close all windows of Garonne and run: garonne store verify --rebuild. The images themselves are kept.</source>
    <translation>L'index du stock local ({path}) est endommagé, ou sa clé est celle d'un autre stock. Fermez toutes les fenêtres de Garonne et lancez : garonne store verify --rebuild. Les images elles-mêmes sont conservées.</translation>
  </message>
  <message>
    <source>The index of the local store ({path}) is missing or unfinished. Close all windows of Garonne and run: garonne store verify --rebuild. The images themselves are kept.</source>
    <translation>L'index du stock local ({path}) manque ou est inachevé. Fermez toutes les fenêtres de Garonne et lancez : garonne store verify --rebuild. Les images elles-mêmes sont conservées.</translation>
  </message>
  <message>
    <source>The key does not open the store {folder}. Restore its key, or choose another --home.</source>
    <translation>La clé n'ouvre pas le stock local {folder}. Restaurez sa clé, ou choisissez un autre --home.</translation>
  </message>
  <message>
    <source>The key file {path} of the store cannot be read ({cause}). Restore it from a backup; without it the store stays closed.</source>
    <translation>Le fichier de clé {path} du stock local ne peut être lu ({cause}). Restaurez-le depuis une sauvegarde ; sans lui le stock local reste fermé.</translation>
  </message>
  <message>
    <source>The key of the store {folder} is no longer in this account's key ring. Log in as the user who made the store, or choose another --home.</source>
    <translation>La clé du stock local {folder} n'est plus dans le trousseau de ce compte. Ouvrez la session de l'utilisateur qui l'a créé, ou choisissez un autre --home.</translation>
  </message>
  <message>
    <source>The local store ({path}) cannot be written. Choose another place with --home, or make this one writable.</source>
    <translation>Impossible d'écrire dans le stock local ({path}). Choisissez un autre emplacement avec --home, ou rendez celui-ci accessible en écriture.</translation>
  </message>
  <message>
    <source>The local store ({path}) fails: {cause}.</source>
    <translation>Le stock local ({path}) est en défaut : {cause}.</translation>
  </message>
  <message>
    <source>The local store is closed.</source>
    <translation>Le stock local est fermé.</translation>
  </message>
  <message>
    <source>The local store is full, and what it holds is open, unsent or being fetched. Raise the quota in the settings, make room on the disk, or close exams.</source>
    <translation>Le stock local est plein, et ce qu'il contient est ouvert, à envoyer ou en cours de récupération. Augmentez le quota dans les réglages, libérez de la place sur le disque ou fermez des examens.</translation>
  </message>
  <message>
    <source>The local store was made by a newer Garonne. Update this one.</source>
    <translation>Le stock local a été créé par une version plus récente de Garonne. Mettez celle-ci à jour.</translation>
  </message>
  <message>
    <source>The passphrase does not open the store {folder}. Check GARONNE_PASSPHRASE_FILE or GARONNE_PASSPHRASE.</source>
    <translation>La phrase secrète n'ouvre pas le stock local {folder}. Vérifiez GARONNE_PASSPHRASE_FILE ou GARONNE_PASSPHRASE.</translation>
  </message>
  <message>
    <source>The passphrase file {path} cannot be read ({cause}).</source>
    <translation>Le fichier de phrase secrète {path} ne peut être lu ({cause}).</translation>
  </message>
  <message>
    <source>The store is open in another program. Close all windows of Garonne and try again.</source>
    <translation>Le stock local est ouvert dans un autre programme. Fermez toutes les fenêtres de Garonne et réessayez.</translation>
  </message>
  <message>
    <source>The store {folder} cannot be read ({cause}). Check who owns it.</source>
    <translation>Le stock local {folder} ne peut être lu ({cause}). Vérifiez à qui il appartient.</translation>
  </message>
  <message>
    <source>The store {folder} cannot be written ({cause}). Choose another place with --home, or make this one writable.</source>
    <translation>Impossible d'écrire dans le stock local {folder} ({cause}). Choisissez un autre emplacement avec --home, ou rendez celui-ci accessible en écriture.</translation>
  </message>
  <message>
    <source>The store {folder} is not opened by {kind} but by {others}.</source>
    <translation>Le stock local {folder} ne s'ouvre pas par {kind} mais par {others}.</translation>
  </message>
  <message>
    <source>The store {folder} opens with a passphrase. Give it in GARONNE_PASSPHRASE_FILE or GARONNE_PASSPHRASE.</source>
    <translation>Le stock local {folder} s'ouvre avec une phrase secrète. Donnez-la dans GARONNE_PASSPHRASE_FILE ou GARONNE_PASSPHRASE.</translation>
  </message>
  <message>
    <source>The store {folder} was made by a newer Garonne. Update this one.</source>
    <translation>Le stock local {folder} a été créé par une version plus récente de Garonne. Mettez celle-ci à jour.</translation>
  </message>
  <message>
    <source>The stored copy of this image is damaged. Fetch the exam again from the archive.</source>
    <translation>La copie locale de cette image est endommagée. Récupérez de nouveau l'examen auprès de l'archive.</translation>
  </message>
  <message>
    <source>The system's key ring does not answer ({cause}). Unlock it, or set GARONNE_PASSPHRASE_FILE for a new store.</source>
    <translation>Le trousseau de clés du système ne répond pas ({cause}). Déverrouillez-le, ou indiquez GARONNE_PASSPHRASE_FILE pour un nouveau stock local.</translation>
  </message>
  <message>
    <source>This image is no longer waiting to be sent.</source>
    <translation>Cette image n'attend plus d'être envoyée.</translation>
  </message>
  <message>
    <source>This image is not in the local store (any more). Fetch the exam again.</source>
    <translation>Cette image n'est pas (ou plus) dans le stock local. Récupérez de nouveau l'examen.</translation>
  </message>
  <message>
    <source>This presentation state cannot be read: {cause}</source>
    <translation>Cet état de présentation est illisible : {cause}</translation>
  </message>
  <message>
    <source>being fetched</source>
    <translation>en cours de récupération</translation>
  </message>
  <message>
    <source>no answer</source>
    <translation>pas de réponse</translation>
  </message>
  <message>
    <source>not in the store</source>
    <translation>absent du stock local</translation>
  </message>
  <message>
    <source>not yet sent</source>
    <translation>pas encore envoyé</translation>
  </message>
  <message>
    <source>open in a window</source>
    <translation>ouvert dans une fenêtre</translation>
  </message>
  <message>
    <source>{count} files belonged to nothing: {taken} whole images were taken in again, {removed} incomplete ones were removed, {kept} that cannot be read were left.</source>
    <translation>{count} fichiers n'appartenaient à rien : {taken} images entières ont été reprises, {removed} incomplètes ont été supprimées, {kept} illisibles ont été laissées.</translation>
  </message>
  <message>
    <source>{path} is damaged. Restore it from a backup; without it the store stays closed.</source>
    <translation>{path} est endommagé. Restaurez-le depuis une sauvegarde ; sans lui le stock local reste fermé.</translation>
  </message>
  <message>
    <source>{path} is missing. Restore it from a backup; without it the store stays closed.</source>
    <translation>{path} manque. Restaurez-le depuis une sauvegarde ; sans lui le stock local reste fermé.</translation>
  </message>
</context>
</TS>
