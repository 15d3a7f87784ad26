<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_render</name>
  <message>
    <source>--drawings needs --state.</source>
    <translation>--drawings demande --state.</translation>
  </message>
  <message>
    <source>a DICOM file, or a folder that holds one series</source>
    <translation>un fichier DICOM, ou un dossier qui contient une série</translation>
  </message>
  <message>
    <source>a number is expected</source>
    <translation>un nombre est attendu</translation>
  </message>
  <message>
    <source>a presentation state: draw the image as it shows it, but for its drawings</source>
    <translation>un état de présentation : dessiner l'image comme il la montre, sauf ses dessins</translation>
  </message>
  <message>
    <source>black for white</source>
    <translation>noir pour blanc</translation>
  </message>
  <message>
    <source>counted from 1</source>
    <translation>à compter de 1</translation>
  </message>
  <message>
    <source>draw the image's overlay planes too</source>
    <translation>tracer aussi les plans de superposition de l'image</translation>
  </message>
  <message>
    <source>insist on the graphics processor, or on the processor</source>
    <translation>exiger le processeur graphique, ou le processeur</translation>
  </message>
  <message>
    <source>more than 0 mm is expected</source>
    <translation>plus de 0 mm est attendu</translation>
  </message>
  <message>
    <source>print JSON</source>
    <translation>écrire en JSON</translation>
  </message>
  <message>
    <source>size of the picture in pixels</source>
    <translation>taille de l’image en pixels</translation>
  </message>
  <message>
    <source>the image's own plane, or one of the patient's</source>
    <translation>le plan propre de l’image, ou l’un de ceux du patient</translation>
  </message>
  <message>
    <source>the picture to write</source>
    <translation>l’image à écrire</translation>
  </message>
  <message>
    <source>thickness of a slab</source>
    <translation>épaisseur de la coupe épaisse</translation>
  </message>
  <message>
    <source>what a slab shows (default mip); without --slab through the whole volume</source>
    <translation>ce que montre la coupe épaisse (mip par défaut) ; sans --slab, à travers tout le volume</translation>
  </message>
  <message>
    <source>where the plane lies, patient millimetres (default the middle)</source>
    <translation>position du plan, en millimètres du patient (le milieu par défaut)</translation>
  </message>
  <message>
    <source>which image, counted from 1 (default: the first of a file, the middle of a series)</source>
    <translation>quelle image, à compter de 1 (par défaut la première d’un fichier, le milieu d’une série)</translation>
  </message>
  <message>
    <source>which of the image's own windows and tables, counted from 1</source>
    <translation>laquelle des fenêtres et tables propres de l’image, à compter de 1</translation>
  </message>
  <message>
    <source>width x height in pixels is expected, such as 512x512, up to {largest}</source>
    <translation>largeur x hauteur en pixels est attendue, par exemple 512x512, jusqu’à {largest}</translation>
  </message>
  <message>
    <source>window center and width</source>
    <translation>centre et largeur de la fenêtre</translation>
  </message>
  <message>
    <source>with --state, its drawings and words too</source>
    <translation>avec --state, aussi ses dessins et ses textes</translation>
  </message>
  <message>
    <source>{path} cannot be written: {cause}.</source>
    <translation>{path} ne peut pas être écrit : {cause}.</translation>
  </message>
  <message>
    <source>{path} holds no file.</source>
    <translation>{path} ne contient aucun fichier.</translation>
  </message>
</context>
</TS>
