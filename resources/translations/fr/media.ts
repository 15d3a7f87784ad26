<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>media</name>
  <message>
    <source>It carries the same identity as {other}: only that one is shown.</source>
    <translation>Il porte la même identité que {other} : seul ce dernier est montré.</translation>
  </message>
  <message>
    <source>M-mode</source>
    <translation>mode M</translation>
  </message>
  <message>
    <source>The DICOMDIR {path} names {file}, outside of its folder: left out.</source>
    <translation>Le DICOMDIR {path} désigne {file}, hors de son dossier : écarté.</translation>
  </message>
  <message>
    <source>The DICOMDIR {path} names {file}, which is missing.</source>
    <translation>Le DICOMDIR {path} désigne {file}, qui manque.</translation>
  </message>
  <message>
    <source>The file is damaged: {cause}.</source>
    <translation>Le fichier est endommagé : {cause}.</translation>
  </message>
  <message>
    <source>The image is not among these files.</source>
    <translation>L'image n'est pas parmi ces fichiers.</translation>
  </message>
  <message>
    <source>This presentation state cannot be read: {cause}</source>
    <translation>Cet état de présentation est illisible : {cause}</translation>
  </message>
  <message>
    <source>Two patients share one exam identity; they are shown as two exams.</source>
    <translation>Deux patients partagent la même identité d'examen ; ils sont montrés comme deux examens.</translation>
  </message>
  <message>
    <source>also: {quantity}</source>
    <translation>aussi : {quantity}</translation>
  </message>
  <message>
    <source>axial</source>
    <translation>axial</translation>
  </message>
  <message>
    <source>cine</source>
    <translation>ciné</translation>
  </message>
  <message>
    <source>colour profile: {name}</source>
    <translation>profil de couleur : {name}</translation>
  </message>
  <message>
    <source>coronal</source>
    <translation>coronal</translation>
  </message>
  <message>
    <source>document</source>
    <translation>document</translation>
  </message>
  <message>
    <source>for {count} image</source>
    <translation>pour {count} image</translation>
  </message>
  <message>
    <source>for {count} images</source>
    <translation>pour {count} images</translation>
  </message>
  <message>
    <source>graphics</source>
    <translation>graphique</translation>
  </message>
  <message>
    <source>localizer</source>
    <translation>repérage</translation>
  </message>
  <message>
    <source>mosaic</source>
    <translation>mosaïque</translation>
  </message>
  <message>
    <source>oblique</source>
    <translation>oblique</translation>
  </message>
  <message>
    <source>of {count}</source>
    <translation>sur {count}</translation>
  </message>
  <message>
    <source>other SUV: {what}</source>
    <translation>autres SUV : {what}</translation>
  </message>
  <message>
    <source>overlays: {names}</source>
    <translation>superpositions : {names}</translation>
  </message>
  <message>
    <source>pixels {size} mm, slices every {step} mm over {extent} mm, in axes of their own</source>
    <translation>pixels {size} mm, coupes tous les {step} mm sur {extent} mm, dans leurs propres axes</translation>
  </message>
  <message>
    <source>pixels {size} mm, slices every {step} mm over {extent} mm, right {right}, down {down}</source>
    <translation>pixels de {size} mm, une coupe tous les {step} mm sur {extent} mm, droite {right}, bas {down}</translation>
  </message>
  <message>
    <source>presentation state</source>
    <translation>état de présentation</translation>
  </message>
  <message>
    <source>region</source>
    <translation>région</translation>
  </message>
  <message>
    <source>right {right}, down {down}</source>
    <translation>droite {right}, bas {down}</translation>
  </message>
  <message>
    <source>sagittal</source>
    <translation>sagittal</translation>
  </message>
  <message>
    <source>shutter: {shapes}</source>
    <translation>volet : {shapes}</translation>
  </message>
  <message>
    <source>single image</source>
    <translation>image seule</translation>
  </message>
  <message>
    <source>spectrum</source>
    <translation>spectre</translation>
  </message>
  <message>
    <source>stack</source>
    <translation>pile</translation>
  </message>
  <message>
    <source>tissue</source>
    <translation>tissus</translation>
  </message>
  <message>
    <source>trace</source>
    <translation>tracé</translation>
  </message>
  <message>
    <source>volume</source>
    <translation>volume</translation>
  </message>
  <message>
    <source>without a label</source>
    <translation>sans nom</translation>
  </message>
  <message>
    <source>{count} exam</source>
    <translation>{count} examen</translation>
  </message>
  <message>
    <source>{count} exams</source>
    <translation>{count} examens</translation>
  </message>
  <message>
    <source>{count} file could not be used.</source>
    <translation>{count} fichier n'a pas pu être utilisé.</translation>
  </message>
  <message>
    <source>{count} file could not be used:</source>
    <translation>{count} fichier n'a pas pu être utilisé :</translation>
  </message>
  <message>
    <source>{count} files could not be used.</source>
    <translation>{count} fichiers n'ont pas pu être utilisés.</translation>
  </message>
  <message>
    <source>{count} files could not be used:</source>
    <translation>{count} fichiers n'ont pas pu être utilisés :</translation>
  </message>
  <message>
    <source>{count} image</source>
    <translation>{count} image</translation>
  </message>
  <message>
    <source>{count} images</source>
    <translation>{count} images</translation>
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
    <source>{count} step: {named}</source>
    <translation>{count} étape : {named}</translation>
  </message>
  <message>
    <source>{count} steps: {named}</source>
    <translation>{count} étapes : {named}</translation>
  </message>
  <message>
    <source>{kind} at {place}: a pixel is {x} across, {y} down</source>
    <translation>{kind} en {place} : un pixel vaut {x} en largeur, {y} en hauteur</translation>
  </message>
  <message>
    <source>{path} cannot be read: {cause}.</source>
    <translation>{path} ne peut pas être lu : {cause}.</translation>
  </message>
  <message>
    <source>{path} does not exist.</source>
    <translation>{path} n'existe pas.</translation>
  </message>
  <message>
    <source>{path} is a damaged ZIP ({cause}).</source>
    <translation>{path} est un ZIP endommagé ({cause}).</translation>
  </message>
  <message>
    <source>{path} is another file now than the one that was opened. Open it again.</source>
    <translation>{path} est maintenant un autre fichier que celui qui a été ouvert. Rouvrez-le.</translation>
  </message>
  <message>
    <source>{path} is neither a file nor a folder.</source>
    <translation>{path} n'est ni un fichier ni un dossier.</translation>
  </message>
  <message>
    <source>{path} would unpack to {size} GB and was refused.</source>
    <translation>{path} occuperait {size} Go une fois décompressé et a été refusé.</translation>
  </message>
  <message>
    <source>{path}: {member} cannot be read from the ZIP ({cause}).</source>
    <translation>{path} : {member} ne peut pas être lu dans le ZIP ({cause}).</translation>
  </message>
  <message>
    <source>{path}: {member} is protected by a password: unpack the ZIP first.</source>
    <translation>{path} : {member} est protégé par un mot de passe : décompressez d'abord le ZIP.</translation>
  </message>
  <message>
    <source>{path}: {member} is too large and was refused.</source>
    <translation>{path} : {member} est trop volumineux et a été refusé.</translation>
  </message>
  <message>
    <source>{path}: {member} leads outside of the ZIP and was left out.</source>
    <translation>{path} : {member} mène hors du ZIP et a été écarté.</translation>
  </message>
</context>
</TS>
