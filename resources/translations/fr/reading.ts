<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>reading</name>
  <message>
    <source>1 presentation state, not applied</source>
    <translation>1 état de présentation, non appliqué</translation>
  </message>
  <message>
    <source>An unexpected fault: {detail}</source>
    <translation>Défaut inattendu : {detail}</translation>
  </message>
  <message>
    <source>Date unknown</source>
    <translation>Date inconnue</translation>
  </message>
  <message>
    <source>Image {index} / {count}</source>
    <translation>Image {index} / {count}</translation>
  </message>
  <message>
    <source>L (left)</source>
    <translation>G (gauche)</translation>
  </message>
  <message>
    <source>LUT {name}</source>
    <translation>LUT {name}</translation>
  </message>
  <message>
    <source>Linked by hand</source>
    <translation>Lié à la main</translation>
  </message>
  <message>
    <source>Linked by position</source>
    <translation>Lié par la position</translation>
  </message>
  <message>
    <source>Lossy compression: {how}.</source>
    <translation>Compression avec perte : {how}.</translation>
  </message>
  <message>
    <source>MIP</source>
    <translation>MIP</translation>
  </message>
  <message>
    <source>MPR axial</source>
    <translation>MPR axial</translation>
  </message>
  <message>
    <source>MPR coronal</source>
    <translation>MPR coronal</translation>
  </message>
  <message>
    <source>MPR in the volume's own axes</source>
    <translation>MPR dans les axes du volume</translation>
  </message>
  <message>
    <source>MPR oblique</source>
    <translation>MPR oblique</translation>
  </message>
  <message>
    <source>MPR sagittal</source>
    <translation>MPR sagittal</translation>
  </message>
  <message>
    <source>Mask not subtracted (G)</source>
    <translation>Masque non soustrait (G)</translation>
  </message>
  <message>
    <source>Not linked</source>
    <translation>Non lié</translation>
  </message>
  <message>
    <source>Other frame of reference: not linked (L)</source>
    <translation>Autre repère : non lié (L)</translation>
  </message>
  <message>
    <source>Overlay · {names}</source>
    <translation>Superposition · {names}</translation>
  </message>
  <message>
    <source>Overlays hidden</source>
    <translation>Superpositions masquées</translation>
  </message>
  <message>
    <source>PET {percent} %</source>
    <translation>TEP {percent} %</translation>
  </message>
  <message>
    <source>Presentation state on image {number}</source>
    <translation>État de présentation sur l'image {number}</translation>
  </message>
  <message>
    <source>R (right)</source>
    <translation>D (droite)</translation>
  </message>
  <message>
    <source>Slab {thickness} mm {kind}</source>
    <translation>Bloc {thickness} mm {kind}</translation>
  </message>
  <message>
    <source>State: {name}</source>
    <translation>État : {name}</translation>
  </message>
  <message>
    <source>The mask to be subtracted cannot be shown: {why}</source>
    <translation>Le masque à soustraire ne peut être montré : {why}</translation>
  </message>
  <message>
    <source>This exam is not here.</source>
    <translation>Cet examen n'est pas ici.</translation>
  </message>
  <message>
    <source>This image is too large for the memory that is free.</source>
    <translation>Cette image est trop grande pour la mémoire libre.</translation>
  </message>
  <message>
    <source>Volume rendering</source>
    <translation>Rendu de volume</translation>
  </message>
  <message>
    <source>W {width} · L {center}</source>
    <translation>L {width} · N {center}</translation>
  </message>
  <message>
    <source>Zoom {percent} %</source>
    <translation>Zoom {percent} %</translation>
  </message>
  <message>
    <source>bilateral</source>
    <translation>bilatéral</translation>
  </message>
  <message>
    <source>colours as stored</source>
    <translation>couleurs telles quelles</translation>
  </message>
  <message>
    <source>colours managed</source>
    <translation>couleurs gérées</translation>
  </message>
  <message>
    <source>colours only on the images themselves</source>
    <translation>couleurs seulement sur les images elles-mêmes</translation>
  </message>
  <message>
    <source>depth {value}</source>
    <translation>profondeur {value}</translation>
  </message>
  <message>
    <source>incomplete: {count} images are not here</source>
    <translation>incomplet : {count} images ne sont pas ici</translation>
  </message>
  <message>
    <source>interpolated</source>
    <translation>interpolé</translation>
  </message>
  <message>
    <source>inverted</source>
    <translation>inversé</translation>
  </message>
  <message>
    <source>it is not in this series</source>
    <translation>il n'est pas dans cette série</translation>
  </message>
  <message>
    <source>its formula does not hold for this patient</source>
    <translation>sa formule ne vaut pas pour ce patient</translation>
  </message>
  <message>
    <source>maximum</source>
    <translation>maximum</translation>
  </message>
  <message>
    <source>mean</source>
    <translation>moyen</translation>
  </message>
  <message>
    <source>minimum</source>
    <translation>minimum</translation>
  </message>
  <message>
    <source>mm after an estimated magnification</source>
    <translation>mm après agrandissement estimé</translation>
  </message>
  <message>
    <source>mm at the detector</source>
    <translation>mm au détecteur</translation>
  </message>
  <message>
    <source>no value</source>
    <translation>pas de valeur</translation>
  </message>
  <message>
    <source>not a number</source>
    <translation>pas un nombre</translation>
  </message>
  <message>
    <source>not calibrated</source>
    <translation>non calibré</translation>
  </message>
  <message>
    <source>padding</source>
    <translation>hors image</translation>
  </message>
  <message>
    <source>phase {phase} / {count}</source>
    <translation>phase {phase} / {count}</translation>
  </message>
  <message>
    <source>preview, still being drawn</source>
    <translation>aperçu, tracé en cours</translation>
  </message>
  <message>
    <source>projection</source>
    <translation>projection</translation>
  </message>
  <message>
    <source>shutter lifted</source>
    <translation>volet levé</translation>
  </message>
  <message>
    <source>sigmoid</source>
    <translation>sigmoïde</translation>
  </message>
  <message>
    <source>stored {value}</source>
    <translation>stocké {value}</translation>
  </message>
  <message>
    <source>th. {thickness}</source>
    <translation>ép. {thickness}</translation>
  </message>
  <message>
    <source>without a label</source>
    <translation>sans nom</translation>
  </message>
  <message>
    <source>x {column} y {row}</source>
    <translation>x {column} y {row}</translation>
  </message>
  <message>
    <source>{axis} {value} mm</source>
    <translation>{axis} {value} mm</translation>
  </message>
  <message>
    <source>{count} presentation states, none applied</source>
    <translation>{count} états de présentation, aucun appliqué</translation>
  </message>
  <message>
    <source>{loaded} / {wanted} loaded</source>
    <translation>{loaded} / {wanted} chargées</translation>
  </message>
  <message>
    <source>{quantity} {low} to {high}</source>
    <translation>{quantity} {low} à {high}</translation>
  </message>
  <message>
    <source>{rate} images/s</source>
    <translation>{rate} images/s</translation>
  </message>
  <message>
    <source>{told}, no SUV{kind}: {what}</source>
    <translation>{told}, pas de SUV{kind} : {what}</translation>
  </message>
</context>
</TS>
