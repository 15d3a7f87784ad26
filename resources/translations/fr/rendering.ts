<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>rendering</name>
  <message>
    <source>A painted volume: colours are not tissue, nothing is to be measured.</source>
    <translation>Rendu de volume : les couleurs ne sont pas des tissus, rien n’y est à mesurer.</translation>
  </message>
  <message>
    <source>A picture of {width} x {height} pixels is larger than can be drawn.</source>
    <translation>Une image de {width} x {height} pixels est trop grande pour être tracée.</translation>
  </message>
  <message>
    <source>A presentation state is one of images, not of planes or slabs (--plane native).</source>
    <translation>Un état de présentation vaut pour des images, pas pour des plans ni des coupes épaisses (--plane native).</translation>
  </message>
  <message>
    <source>An overlay that the presentation state shows is missing.</source>
    <translation>Une superposition que l'état de présentation montre est absente.</translation>
  </message>
  <message>
    <source>Bone</source>
    <translation>Os</translation>
  </message>
  <message>
    <source>Drawings of the state lie on the whole slide and are not shown on a tile.</source>
    <translation>Des dessins de l'état portent sur la lame entière et ne sont pas montrés sur une tuile.</translation>
  </message>
  <message>
    <source>General</source>
    <translation>Général</translation>
  </message>
  <message>
    <source>Hot iron</source>
    <translation>Fer chaud</translation>
  </message>
  <message>
    <source>Hot metal</source>
    <translation>Métal chaud</translation>
  </message>
  <message>
    <source>Image {number} of {count}: {cause}</source>
    <translation>Image {number} sur {count} : {cause}</translation>
  </message>
  <message>
    <source>Lungs and airways</source>
    <translation>Poumons et bronches</translation>
  </message>
  <message>
    <source>MR</source>
    <translation>IRM</translation>
  </message>
  <message>
    <source>Mask subtracted: pixel values and means are those before subtraction.</source>
    <translation>Masque soustrait : valeurs de pixel et moyennes sont celles d'avant la soustraction.</translation>
  </message>
  <message>
    <source>Maximum of the whole volume</source>
    <translation>Maximum de tout le volume</translation>
  </message>
  <message>
    <source>Maximum over {mm} mm</source>
    <translation>Maximum sur {mm} mm</translation>
  </message>
  <message>
    <source>Mean of the whole volume</source>
    <translation>Moyenne de tout le volume</translation>
  </message>
  <message>
    <source>Mean over {mm} mm</source>
    <translation>Moyenne sur {mm} mm</translation>
  </message>
  <message>
    <source>Minimum of the whole volume</source>
    <translation>Minimum de tout le volume</translation>
  </message>
  <message>
    <source>Minimum over {mm} mm</source>
    <translation>Minimum sur {mm} mm</translation>
  </message>
  <message>
    <source>No OpenGL on this machine: nothing can be drawn. Run “garonne doctor”.</source>
    <translation>Pas d’OpenGL sur ce poste : rien ne peut être affiché. Lancez « garonne doctor ».</translation>
  </message>
  <message>
    <source>Perfusion</source>
    <translation>Perfusion</translation>
  </message>
  <message>
    <source>Rainbow</source>
    <translation>Arc-en-ciel</translation>
  </message>
  <message>
    <source>Reformatted: computed between slices.</source>
    <translation>Reformatage : calculé entre les coupes.</translation>
  </message>
  <message>
    <source>Shown: {what}.</source>
    <translation>Affiché : {what}.</translation>
  </message>
  <message>
    <source>Skin</source>
    <translation>Peau</translation>
  </message>
  <message>
    <source>Soft tissue and bone</source>
    <translation>Parties molles et os</translation>
  </message>
  <message>
    <source>The colour profile is damaged or unknown: the picture carries none.</source>
    <translation>Le profil de couleur est abîmé ou inconnu : l’image écrite n’en porte pas.</translation>
  </message>
  <message>
    <source>The graphics driver did not answer within {seconds} s.</source>
    <translation>Le pilote graphique n’a pas répondu en {seconds} s.</translation>
  </message>
  <message>
    <source>The graphics driver failed while it was tried.</source>
    <translation>Le pilote graphique a échoué pendant l’essai.</translation>
  </message>
  <message>
    <source>The plane at {at} mm misses the volume, which lies from {low} to {high} mm.</source>
    <translation>Le plan à {at} mm manque le volume, qui va de {low} à {high} mm.</translation>
  </message>
  <message>
    <source>The presentation state is not one of this image.</source>
    <translation>L'état de présentation n'est pas celui de cette image.</translation>
  </message>
  <message>
    <source>The state has values of its own: its windows are not in the image's units (HU, SUV…).</source>
    <translation>L'état a ses propres valeurs : ses fenêtres ne sont pas dans les unités de l'image (UH, SUV…).</translation>
  </message>
  <message>
    <source>The state's displayed area is one of the whole slide: this tile is shown whole.</source>
    <translation>La partie affichée par l'état est celle de la lame entière : cette tuile est montrée en entier.</translation>
  </message>
  <message>
    <source>The state's displayed area lies outside the image, which is shown whole.</source>
    <translation>La partie affichée par l'état est hors de l'image, qui est montrée en entier.</translation>
  </message>
  <message>
    <source>The state's grey levels do not apply to a colour image.</source>
    <translation>Les niveaux de gris de l'état ne s'appliquent pas à une image en couleur.</translation>
  </message>
  <message>
    <source>The state's mask cannot be subtracted from this image.</source>
    <translation>Le masque de l'état ne peut être soustrait de cette image.</translation>
  </message>
  <message>
    <source>There are only {count} slices.</source>
    <translation>Il n'y a que {count} coupes.</translation>
  </message>
  <message>
    <source>There are {count} series here: name the folder or file of one.</source>
    <translation>Il y a ici {count} séries : indiquez le dossier ou le fichier d’une seule.</translation>
  </message>
  <message>
    <source>There is no graphics processor here, only {renderer}.</source>
    <translation>Pas de processeur graphique sur ce poste, seulement {renderer}.</translation>
  </message>
  <message>
    <source>There is no image in it: the file holds no pixels.</source>
    <translation>Aucune image : le fichier ne contient pas de pixels.</translation>
  </message>
  <message>
    <source>There is no image {number}: there are {count}, counted from 1.</source>
    <translation>Il n’y a pas d’image {number} : il y en a {count}, comptées à partir de 1.</translation>
  </message>
  <message>
    <source>There is no window {number}: the image has {count}, counted from 1.</source>
    <translation>Il n’y a pas de fenêtre {number} : l’image en a {count}, comptées à partir de 1.</translation>
  </message>
  <message>
    <source>There is only {count} slice.</source>
    <translation>Il n'y a que {count} coupe.</translation>
  </message>
  <message>
    <source>These images do not form a volume: only the images themselves can be shown (--plane native).</source>
    <translation>Ces images ne forment pas un volume : seules les images elles-mêmes peuvent être affichées (--plane native).</translation>
  </message>
  <message>
    <source>Too large for planes and volumes here (more than {limit} pixels a side). The images are shown as acquired.</source>
    <translation>Trop grand ici pour des plans et des volumes (plus de {limit} pixels de côté). Les images sont montrées telles qu'acquises.</translation>
  </message>
  <message>
    <source>Uptake</source>
    <translation>Fixation</translation>
  </message>
  <message>
    <source>Vessels</source>
    <translation>Vaisseaux</translation>
  </message>
  <message>
    <source>colours and opacities lie between 0 and 1</source>
    <translation>les couleurs et opacités sont comprises entre 0 et 1</translation>
  </message>
  <message>
    <source>the points must grow from one to the next</source>
    <translation>les points doivent croître de l’un à l’autre</translation>
  </message>
  <message>
    <source>{path} cannot be read: {cause}.</source>
    <translation>{path} est illisible : {cause}.</translation>
  </message>
  <message>
    <source>{path}: {key}: {cause}.</source>
    <translation>{path} : {key} : {cause}.</translation>
  </message>
  <message>
    <source>{ready} of {total} images are here.</source>
    <translation>{ready} images sur {total} sont là.</translation>
  </message>
</context>
</TS>
