<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>ui_reading</name>
  <message>
    <source>1 of {total} images cannot be shown: it is missing here</source>
    <translation>1 des {total} images ne peut pas être montrée : elle manque ici</translation>
  </message>
  <message>
    <source>10 mm, 20 mm, thin</source>
    <translation>10 mm, 20 mm, fin</translation>
  </message>
  <message>
    <source>1:1</source>
    <translation>1:1</translation>
  </message>
  <message>
    <source>A quarter turn clockwise</source>
    <translation>Un quart de tour dans le sens horaire</translation>
  </message>
  <message>
    <source>A quarter turn counter-clockwise</source>
    <translation>Un quart de tour dans le sens antihoraire</translation>
  </message>
  <message>
    <source>All actions, with their keys</source>
    <translation>Toutes les actions, avec leurs touches</translation>
  </message>
  <message>
    <source>All, some, only what must not be missed</source>
    <translation>Tous, quelques-uns, seulement l'indispensable</translation>
  </message>
  <message>
    <source>An unexpected fault: {detail}</source>
    <translation>Défaut inattendu : {detail}</translation>
  </message>
  <message>
    <source>And back; double click does the same</source>
    <translation>Et retour ; le double-clic fait de même</translation>
  </message>
  <message>
    <source>Angle</source>
    <translation>Angle</translation>
  </message>
  <message>
    <source>As a colleague showed this image; again for the image as it is</source>
    <translation>L'image telle qu'un confrère l'a montrée ; encore pour l'image telle qu'elle est</translation>
  </message>
  <message>
    <source>At the archive</source>
    <translation>À l'archive</translation>
  </message>
  <message>
    <source>At the archive: click to fetch</source>
    <translation>À l'archive : cliquer pour récupérer</translation>
  </message>
  <message>
    <source>At the archive: {count} image</source>
    <translation>À l'archive : {count} image</translation>
  </message>
  <message>
    <source>At the archive: {count} images</source>
    <translation>À l'archive : {count} images</translation>
  </message>
  <message>
    <source>Axial plane</source>
    <translation>Plan axial</translation>
  </message>
  <message>
    <source>Axial, coronal and sagittal planes; again to go back</source>
    <translation>Plans axial, coronal et sagittal ; encore pour revenir</translation>
  </message>
  <message>
    <source>Back to the stack; what is half drawn is dropped</source>
    <translation>Retour aux coupes ; ce qui est à moitié tracé est abandonné</translation>
  </message>
  <message>
    <source>Being fetched</source>
    <translation>En cours de récupération</translation>
  </message>
  <message>
    <source>Being fetched: {done} / {total} images</source>
    <translation>En cours de récupération : {done} / {total} images</translation>
  </message>
  <message>
    <source>Born</source>
    <translation>Naissance</translation>
  </message>
  <message>
    <source>CURRENT</source>
    <translation>ACTUEL</translation>
  </message>
  <message>
    <source>Calibrate by this line</source>
    <translation>Étalonner par ce trait</translation>
  </message>
  <message>
    <source>Calibrate by this line…</source>
    <translation>Étalonner par ce trait…</translation>
  </message>
  <message>
    <source>Can be undone</source>
    <translation>Peut être annulé</translation>
  </message>
  <message>
    <source>Cine</source>
    <translation>Ciné</translation>
  </message>
  <message>
    <source>Cine at {speed} times its own rate</source>
    <translation>Ciné à {speed} fois sa cadence</translation>
  </message>
  <message>
    <source>Cine: faster</source>
    <translation>Ciné : plus vite</translation>
  </message>
  <message>
    <source>Cine: slower</source>
    <translation>Ciné : moins vite</translation>
  </message>
  <message>
    <source>Click or drag: all views go to that point</source>
    <translation>Cliquer ou glisser : toutes les vues vont à ce point</translation>
  </message>
  <message>
    <source>Close</source>
    <translation>Fermer</translation>
  </message>
  <message>
    <source>Cobb</source>
    <translation>Cobb</translation>
  </message>
  <message>
    <source>Colours have no quantity</source>
    <translation>Les couleurs n’ont pas de grandeur</translation>
  </message>
  <message>
    <source>Coronal plane</source>
    <translation>Plan coronal</translation>
  </message>
  <message>
    <source>Crosshair</source>
    <translation>Réticule</translation>
  </message>
  <message>
    <source>Ctrl + wheel</source>
    <translation>Ctrl + molette</translation>
  </message>
  <message>
    <source>Ctrl while dragging</source>
    <translation>Ctrl en glissant</translation>
  </message>
  <message>
    <source>Date unknown</source>
    <translation>Date inconnue</translation>
  </message>
  <message>
    <source>Delete the measurement</source>
    <translation>Supprimer la mesure</translation>
  </message>
  <message>
    <source>Do again what was taken back</source>
    <translation>Refaire ce qui a été annulé</translation>
  </message>
  <message>
    <source>Double click</source>
    <translation>Double-clic</translation>
  </message>
  <message>
    <source>Drag a series here from the strip.</source>
    <translation>Glisser ici une série depuis la bande.</translation>
  </message>
  <message>
    <source>Drag for width (sideways) and level (up and down)</source>
    <translation>Glisser : largeur (de côté) et niveau (de haut en bas)</translation>
  </message>
  <message>
    <source>Drag the image</source>
    <translation>Glisser l'image</translation>
  </message>
  <message>
    <source>Drag to scroll through the images</source>
    <translation>Glisser pour parcourir les images</translation>
  </message>
  <message>
    <source>Drag to turn a volume, or to tilt an oblique plane</source>
    <translation>Glisser pour tourner un volume ou incliner un plan oblique</translation>
  </message>
  <message>
    <source>Drag up or down to enlarge or reduce</source>
    <translation>Glisser vers le haut ou le bas pour agrandir ou réduire</translation>
  </message>
  <message>
    <source>Draw a length on something of known size and select it first.</source>
    <translation>Tracez d’abord une longueur sur un objet de taille connue et choisissez-la.</translation>
  </message>
  <message>
    <source>Ellipse</source>
    <translation>Ellipse</translation>
  </message>
  <message>
    <source>Empty</source>
    <translation>Vide</translation>
  </message>
  <message>
    <source>Exam</source>
    <translation>Examen</translation>
  </message>
  <message>
    <source>Fetch</source>
    <translation>Récupérer</translation>
  </message>
  <message>
    <source>Fetch again</source>
    <translation>Récupérer de nouveau</translation>
  </message>
  <message>
    <source>Fetching: {done} / {total} images</source>
    <translation>Récupération : {done} / {total} images</translation>
  </message>
  <message>
    <source>Files, folders, a DICOMDIR or a ZIP</source>
    <translation>Fichiers, dossiers, un DICOMDIR ou un ZIP</translation>
  </message>
  <message>
    <source>Findings</source>
    <translation>Constatations</translation>
  </message>
  <message>
    <source>First image</source>
    <translation>Première image</translation>
  </message>
  <message>
    <source>Fit</source>
    <translation>Ajuster</translation>
  </message>
  <message>
    <source>Flip left and right</source>
    <translation>Retourner gauche-droite</translation>
  </message>
  <message>
    <source>Flip top and bottom</source>
    <translation>Retourner haut-bas</translation>
  </message>
  <message>
    <source>Four times coarser</source>
    <translation>Quatre fois plus vite</translation>
  </message>
  <message>
    <source>Full screen</source>
    <translation>Plein écran</translation>
  </message>
  <message>
    <source>Give the true length of the selected line: it becomes the scale of its image</source>
    <translation>Donner la longueur vraie du trait choisi : il devient l’échelle de son image</translation>
  </message>
  <message>
    <source>Grid</source>
    <translation>Grille</translation>
  </message>
  <message>
    <source>Hide or show the panels</source>
    <translation>Masquer ou afficher les panneaux</translation>
  </message>
  <message>
    <source>Hide or show words in the tool bar</source>
    <translation>Masquer ou afficher les mots de la barre d'outils</translation>
  </message>
  <message>
    <source>How everything is done</source>
    <translation>Comment tout se fait</translation>
  </message>
  <message>
    <source>How viewports scroll together (L, Shift+L)</source>
    <translation>Comment les vues défilent ensemble (L, Maj+L)</translation>
  </message>
  <message>
    <source>ID</source>
    <translation>IPP</translation>
  </message>
  <message>
    <source>INS</source>
    <translation>INS</translation>
  </message>
  <message>
    <source>INS {ins}</source>
    <translation>INS {ins}</translation>
  </message>
  <message>
    <source>IPP {id}</source>
    <translation>IPP {id}</translation>
  </message>
  <message>
    <source>Image</source>
    <translation>Image</translation>
  </message>
  <message>
    <source>Image: {window}</source>
    <translation>Image : {window}</translation>
  </message>
  <message>
    <source>Images as acquired</source>
    <translation>Images telles qu'acquises</translation>
  </message>
  <message>
    <source>Invert</source>
    <translation>Inverser</translation>
  </message>
  <message>
    <source>Its images are at the archive.</source>
    <translation>Ses images sont à l'archive.</translation>
  </message>
  <message>
    <source>K marks the image on the screen.</source>
    <translation>K marque l'image affichée.</translation>
  </message>
  <message>
    <source>Key image</source>
    <translation>Image clé</translation>
  </message>
  <message>
    <source>Key images</source>
    <translation>Images clés</translation>
  </message>
  <message>
    <source>Keys</source>
    <translation>Touches</translation>
  </message>
  <message>
    <source>Last image</source>
    <translation>Dernière image</translation>
  </message>
  <message>
    <source>Layer: {name}</source>
    <translation>Calque : {name}</translation>
  </message>
  <message>
    <source>Layout</source>
    <translation>Disposition</translation>
  </message>
  <message>
    <source>Leave the tool</source>
    <translation>Quitter l'outil</translation>
  </message>
  <message>
    <source>Left and right button</source>
    <translation>Boutons gauche et droit</translation>
  </message>
  <message>
    <source>Left button</source>
    <translation>Bouton gauche</translation>
  </message>
  <message>
    <source>Length</source>
    <translation>Longueur</translation>
  </message>
  <message>
    <source>Less PET</source>
    <translation>Moins de TEP</translation>
  </message>
  <message>
    <source>Lift the shutter</source>
    <translation>Lever le volet</translation>
  </message>
  <message>
    <source>Linked</source>
    <translation>Lié</translation>
  </message>
  <message>
    <source>Linked by hand</source>
    <translation>Lié à la main</translation>
  </message>
  <message>
    <source>Linked scrolling</source>
    <translation>Défilement lié</translation>
  </message>
  <message>
    <source>MIP</source>
    <translation>MIP</translation>
  </message>
  <message>
    <source>MPR</source>
    <translation>MPR</translation>
  </message>
  <message>
    <source>Manual</source>
    <translation>Manuel</translation>
  </message>
  <message>
    <source>Mark as read</source>
    <translation>Marquer lu</translation>
  </message>
  <message>
    <source>Mark or unmark this image as a key image</source>
    <translation>Marquer ou non cette image comme image clé</translation>
  </message>
  <message>
    <source>Mark this exam read and open the next (N)</source>
    <translation>Marquer cet examen lu et ouvrir le suivant (N)</translation>
  </message>
  <message>
    <source>Mark this one read and open the next</source>
    <translation>Marquer celui-ci lu et ouvrir le suivant</translation>
  </message>
  <message>
    <source>Maximum intensity projection of the volume; again to go back</source>
    <translation>Projection d'intensité maximale du volume ; encore pour revenir</translation>
  </message>
  <message>
    <source>Maximum-intensity slab</source>
    <translation>Bloc d'intensité maximale</translation>
  </message>
  <message>
    <source>Mean, deviation and area: drag a box</source>
    <translation>Moyenne, écart type et surface : tracer un cadre</translation>
  </message>
  <message>
    <source>Measure</source>
    <translation>Mesures</translation>
  </message>
  <message>
    <source>Measure a Cobb angle: two lines</source>
    <translation>Mesurer un angle de Cobb : deux droites</translation>
  </message>
  <message>
    <source>Measure a distance: drag from end to end</source>
    <translation>Mesurer une distance : glisser d'un bout à l'autre</translation>
  </message>
  <message>
    <source>Measure an angle: three points</source>
    <translation>Mesurer un angle : trois points</translation>
  </message>
  <message>
    <source>Measurements and key images are on the disk as soon as they are made.</source>
    <translation>Mesures et images clés sont sur le disque dès qu'elles sont faites.</translation>
  </message>
  <message>
    <source>Measurements appear here: D length, A angle, E ellipse.</source>
    <translation>Les mesures s'affichent ici : D longueur, A angle, E ellipse.</translation>
  </message>
  <message>
    <source>Mirror; the orientation letters follow</source>
    <translation>Miroir ; les lettres d'orientation suivent</translation>
  </message>
  <message>
    <source>More PET</source>
    <translation>Plus de TEP</translation>
  </message>
  <message>
    <source>Mouse</source>
    <translation>Souris</translation>
  </message>
  <message>
    <source>NOT SAVED: {cause}</source>
    <translation>NON ENREGISTRÉ : {cause}</translation>
  </message>
  <message>
    <source>Name</source>
    <translation>Nom</translation>
  </message>
  <message>
    <source>Name of the measurement</source>
    <translation>Nom de la mesure</translation>
  </message>
  <message>
    <source>Name the measurement…</source>
    <translation>Nommer la mesure…</translation>
  </message>
  <message>
    <source>Next  N</source>
    <translation>Suivant  N</translation>
  </message>
  <message>
    <source>Next exam</source>
    <translation>Examen suivant</translation>
  </message>
  <message>
    <source>Next image</source>
    <translation>Image suivante</translation>
  </message>
  <message>
    <source>Next phase</source>
    <translation>Phase suivante</translation>
  </message>
  <message>
    <source>Next presentation state</source>
    <translation>État de présentation suivant</translation>
  </message>
  <message>
    <source>Next quantity</source>
    <translation>Grandeur suivante</translation>
  </message>
  <message>
    <source>Next series</source>
    <translation>Série suivante</translation>
  </message>
  <message>
    <source>Next series not seen</source>
    <translation>Série non vue suivante</translation>
  </message>
  <message>
    <source>Next stage</source>
    <translation>Étape suivante</translation>
  </message>
  <message>
    <source>Next viewport</source>
    <translation>Vue suivante</translation>
  </message>
  <message>
    <source>Next volume preset</source>
    <translation>Rendu de volume suivant</translation>
  </message>
  <message>
    <source>Next window of the image</source>
    <translation>Fenêtre suivante de l'image</translation>
  </message>
  <message>
    <source>No length is true on a projection: measure on images or on a plane.</source>
    <translation>Aucune longueur n'est vraie sur une projection : mesurer sur les images ou sur un plan.</translation>
  </message>
  <message>
    <source>None</source>
    <translation>Aucun</translation>
  </message>
  <message>
    <source>Not linked</source>
    <translation>Non lié</translation>
  </message>
  <message>
    <source>Not now</source>
    <translation>Plus tard</translation>
  </message>
  <message>
    <source>Nothing of this kind</source>
    <translation>Rien de ce type</translation>
  </message>
  <message>
    <source>On or off for all viewports</source>
    <translation>Marche ou arrêt pour toutes les vues</translation>
  </message>
  <message>
    <source>One image pixel on one screen pixel</source>
    <translation>Un pixel d'image sur un pixel d'écran</translation>
  </message>
  <message>
    <source>One series not seen</source>
    <translation>Une série non vue</translation>
  </message>
  <message>
    <source>Only images, and the patient above them</source>
    <translation>Seulement les images, et le patient au-dessus</translation>
  </message>
  <message>
    <source>Open files</source>
    <translation>Ouvrir des fichiers</translation>
  </message>
  <message>
    <source>Open files…</source>
    <translation>Ouvrir des fichiers…</translation>
  </message>
  <message>
    <source>Opening…</source>
    <translation>Ouverture…</translation>
  </message>
  <message>
    <source>Overlays</source>
    <translation>Superpositions</translation>
  </message>
  <message>
    <source>Own window</source>
    <translation>Fenêtre propre</translation>
  </message>
  <message>
    <source>Pan</source>
    <translation>Déplacer</translation>
  </message>
  <message>
    <source>Planes and volume</source>
    <translation>Plans et volume</translation>
  </message>
  <message>
    <source>Play the images at their own rate; again to stop</source>
    <translation>Faire défiler les images à leur cadence ; encore une fois pour arrêter</translation>
  </message>
  <message>
    <source>Presentation state</source>
    <translation>État de présentation</translation>
  </message>
  <message>
    <source>Presets, in the order of the menu</source>
    <translation>Préréglages, dans l'ordre du menu</translation>
  </message>
  <message>
    <source>Previous image</source>
    <translation>Image précédente</translation>
  </message>
  <message>
    <source>Previous phase</source>
    <translation>Phase précédente</translation>
  </message>
  <message>
    <source>Previous series</source>
    <translation>Série précédente</translation>
  </message>
  <message>
    <source>Previous stage</source>
    <translation>Étape précédente</translation>
  </message>
  <message>
    <source>Previous viewport</source>
    <translation>Vue précédente</translation>
  </message>
  <message>
    <source>Priors and images</source>
    <translation>Antériorité et images</translation>
  </message>
  <message>
    <source>Probably the same person: a click asks before it is opened</source>
    <translation>Probablement la même personne : un clic le demande avant d'ouvrir</translation>
  </message>
  <message>
    <source>Quantity</source>
    <translation>Grandeur</translation>
  </message>
  <message>
    <source>Redo</source>
    <translation>Refaire</translation>
  </message>
  <message>
    <source>Reset</source>
    <translation>Réinitialiser</translation>
  </message>
  <message>
    <source>Sagittal plane</source>
    <translation>Plan sagittal</translation>
  </message>
  <message>
    <source>Saved {time}</source>
    <translation>Enregistré {time}</translation>
  </message>
  <message>
    <source>Saving…</source>
    <translation>Enregistrement…</translation>
  </message>
  <message>
    <source>Scroll</source>
    <translation>Défiler</translation>
  </message>
  <message>
    <source>See what the image's shutter covers; again to close it</source>
    <translation>Voir ce que couvre le volet de l'image ; encore pour le refermer</translation>
  </message>
  <message>
    <source>Series</source>
    <translation>Séries</translation>
  </message>
  <message>
    <source>Sex</source>
    <translation>Sexe</translation>
  </message>
  <message>
    <source>Shift while dragging</source>
    <translation>Maj en glissant</translation>
  </message>
  <message>
    <source>Show the next series with images that were not on the screen</source>
    <translation>Afficher la série suivante dont des images n'ont pas été vues</translation>
  </message>
  <message>
    <source>Slab: maximum, mean, minimum</source>
    <translation>Bloc : maximum, moyenne, minimum</translation>
  </message>
  <message>
    <source>Somebody else</source>
    <translation>Quelqu'un d'autre</translation>
  </message>
  <message>
    <source>Stack</source>
    <translation>Coupes</translation>
  </message>
  <message>
    <source>Stacks of another frame of reference scroll with this one from where they are</source>
    <translation>Les coupes d'un autre repère défilent avec celles-ci, d'où elles sont</translation>
  </message>
  <message>
    <source>Stage {stage} / {count}</source>
    <translation>Étape {stage} / {count}</translation>
  </message>
  <message>
    <source>Stage {stage} / {count}: {name}</source>
    <translation>Étape {stage} / {count} : {name}</translation>
  </message>
  <message>
    <source>Stages of the protocol (Space)</source>
    <translation>Étapes du protocole (Espace)</translation>
  </message>
  <message>
    <source>State: {window}</source>
    <translation>État : {window}</translation>
  </message>
  <message>
    <source>Take back the last step, whatever it was</source>
    <translation>Annuler la dernière action, quelle qu'elle soit</translation>
  </message>
  <message>
    <source>Ten images back</source>
    <translation>Dix images en arrière</translation>
  </message>
  <message>
    <source>Ten images on</source>
    <translation>Dix images en avant</translation>
  </message>
  <message>
    <source>Ten times finer</source>
    <translation>Dix fois plus fin</translation>
  </message>
  <message>
    <source>Texts</source>
    <translation>Textes</translation>
  </message>
  <message>
    <source>That was the last exam of the list.</source>
    <translation>C'était le dernier examen de la liste.</translation>
  </message>
  <message>
    <source>The earlier exam</source>
    <translation>L'examen antérieur</translation>
  </message>
  <message>
    <source>The exam has no series for this viewport.</source>
    <translation>L'examen n'a pas de série pour cette vue.</translation>
  </message>
  <message>
    <source>The exam leaves the list of those to read</source>
    <translation>L'examen quitte la liste à lire</translation>
  </message>
  <message>
    <source>The exam stays “being read”</source>
    <translation>L'examen reste « en lecture »</translation>
  </message>
  <message>
    <source>The fetch failed.</source>
    <translation>La récupération a échoué.</translation>
  </message>
  <message>
    <source>The image's own window</source>
    <translation>Fenêtre de l'image</translation>
  </message>
  <message>
    <source>The protocol's next layout</source>
    <translation>La disposition suivante du protocole</translation>
  </message>
  <message>
    <source>The same name on a prior makes a comparison</source>
    <translation>Le même nom sur un antérieur fait une comparaison</translation>
  </message>
  <message>
    <source>The same name on a prior makes a comparison:</source>
    <translation>Le même nom sur un antérieur fait une comparaison :</translation>
  </message>
  <message>
    <source>The same person</source>
    <translation>C'est la même</translation>
  </message>
  <message>
    <source>The same person?</source>
    <translation>La même personne ?</translation>
  </message>
  <message>
    <source>The view as it was hung</source>
    <translation>La vue telle qu'elle a été affichée</translation>
  </message>
  <message>
    <source>The whole image in the viewport</source>
    <translation>Toute l'image dans la vue</translation>
  </message>
  <message>
    <source>The whole key map</source>
    <translation>Toutes les touches</translation>
  </message>
  <message>
    <source>The window in force; choose another (1 to 9, 0)</source>
    <translation>La fenêtre en cours ; en choisir une autre (1 à 9, 0)</translation>
  </message>
  <message>
    <source>The windows and VOI LUTs that the image carries, in turn</source>
    <translation>Les fenêtres et LUT VOI de l'image, l'une après l'autre</translation>
  </message>
  <message>
    <source>There is no presentation state for this image.</source>
    <translation>Il n'y a pas d'état de présentation pour cette image.</translation>
  </message>
  <message>
    <source>These images do not form a volume.</source>
    <translation>Ces images ne forment pas un volume.</translation>
  </message>
  <message>
    <source>Thicker slab</source>
    <translation>Bloc plus épais</translation>
  </message>
  <message>
    <source>Thinner slab</source>
    <translation>Bloc plus fin</translation>
  </message>
  <message>
    <source>This exam</source>
    <translation>Cet examen</translation>
  </message>
  <message>
    <source>This image has its own millimetres: its scale is not changed.</source>
    <translation>Cette image a ses propres millimètres : son échelle ne se change pas.</translation>
  </message>
  <message>
    <source>This image tells one quantity only: {quantity}.</source>
    <translation>Cette image ne dit qu’une grandeur : {quantity}.</translation>
  </message>
  <message>
    <source>This viewport alone</source>
    <translation>Cette vue seule</translation>
  </message>
  <message>
    <source>Tie or untie here</source>
    <translation>Lier ou délier ici</translation>
  </message>
  <message>
    <source>True length of the line in mm; all lengths of this image follow it. 0 takes it away.</source>
    <translation>Longueur vraie du trait en mm ; toutes les longueurs de cette image la suivent. 0 l’enlève.</translation>
  </message>
  <message>
    <source>Turn</source>
    <translation>Tourner</translation>
  </message>
  <message>
    <source>Turn left</source>
    <translation>Tourner à gauche</translation>
  </message>
  <message>
    <source>Turn right</source>
    <translation>Tourner à droite</translation>
  </message>
  <message>
    <source>Undo</source>
    <translation>Annuler</translation>
  </message>
  <message>
    <source>View</source>
    <translation>Affichage</translation>
  </message>
  <message>
    <source>Volume</source>
    <translation>Volume</translation>
  </message>
  <message>
    <source>Volume presets</source>
    <translation>Rendus de volume</translation>
  </message>
  <message>
    <source>Volume rendering; again to go back</source>
    <translation>Rendu de volume ; encore pour revenir</translation>
  </message>
  <message>
    <source>What is told of a pixel: another SUV, another map of values</source>
    <translation>Ce qui est dit d’un pixel : un autre SUV, une autre carte de valeurs</translation>
  </message>
  <message>
    <source>What was drawn over the image where it was made</source>
    <translation>Ce qui a été dessiné sur l'image là où elle a été faite</translation>
  </message>
  <message>
    <source>Wheel</source>
    <translation>Molette</translation>
  </message>
  <message>
    <source>Where there are several for this image</source>
    <translation>S'il y en a plusieurs pour cette image</translation>
  </message>
  <message>
    <source>White for black</source>
    <translation>Blanc pour noir</translation>
  </message>
  <message>
    <source>Why this layout; choose another</source>
    <translation>Pourquoi cette disposition ; en choisir une autre</translation>
  </message>
  <message>
    <source>Window</source>
    <translation>Fenêtre</translation>
  </message>
  <message>
    <source>Windows</source>
    <translation>Fenêtres</translation>
  </message>
  <message>
    <source>Zoom</source>
    <translation>Zoom</translation>
  </message>
  <message>
    <source>Zoom at the pointer</source>
    <translation>Zoom au pointeur</translation>
  </message>
  <message>
    <source>at the archive</source>
    <translation>à l'archive</translation>
  </message>
  <message>
    <source>being read</source>
    <translation>en lecture</translation>
  </message>
  <message>
    <source>change</source>
    <translation>évolution</translation>
  </message>
  <message>
    <source>identity?</source>
    <translation>identité ?</translation>
  </message>
  <message>
    <source>not seen</source>
    <translation>non vu</translation>
  </message>
  <message>
    <source>prior, {ago}</source>
    <translation>antérieur, {ago}</translation>
  </message>
  <message>
    <source>read</source>
    <translation>lu</translation>
  </message>
  <message>
    <source>show (V)</source>
    <translation>voir (V)</translation>
  </message>
  <message>
    <source>this exam</source>
    <translation>cet examen</translation>
  </message>
  <message>
    <source>to read</source>
    <translation>à lire</translation>
  </message>
  <message>
    <source>{count} earlier</source>
    <translation>{count} plus anciens</translation>
  </message>
  <message>
    <source>{count} image</source>
    <translation>{count} image</translation>
  </message>
  <message>
    <source>{count} image of this exam is not here.</source>
    <translation>{count} image de cet examen n'est pas ici.</translation>
  </message>
  <message>
    <source>{count} images</source>
    <translation>{count} images</translation>
  </message>
  <message>
    <source>{count} images are not here</source>
    <translation>{count} images ne sont pas ici</translation>
  </message>
  <message>
    <source>{count} images of this exam are not here.</source>
    <translation>{count} images de cet examen ne sont pas ici.</translation>
  </message>
  <message>
    <source>{count} kept entries cannot be read</source>
    <translation>{count} éléments conservés illisibles</translation>
  </message>
  <message>
    <source>{count} kept entry cannot be read</source>
    <translation>{count} élément conservé illisible</translation>
  </message>
  <message>
    <source>{count} left</source>
    <translation>{count} restant</translation>
  </message>
  <message>
    <source>{count} not seen</source>
    <translation>{count} non vues</translation>
  </message>
  <message>
    <source>{count} of {total} images cannot be shown: they are missing here</source>
    <translation>{count} images sur {total} ne peuvent pas être montrées : elles manquent ici</translation>
  </message>
  <message>
    <source>{count} of {total} images: {said}</source>
    <translation>{count} des {total} images : {said}</translation>
  </message>
  <message>
    <source>{count} remaining</source>
    <translation>{count} restants</translation>
  </message>
  <message>
    <source>{count} series not seen</source>
    <translation>{count} séries non vues</translation>
  </message>
  <message>
    <source>{done} / {total} images, {rate} MB/s</source>
    <translation>{done} / {total} images, {rate} Mo/s</translation>
  </message>
  <message>
    <source>{length} cm</source>
    <translation>{length} cm</translation>
  </message>
  <message>
    <source>{length} mm</source>
    <translation>{length} mm</translation>
  </message>
  <message>
    <source>{rate} shown</source>
    <translation>{rate} montrées</translation>
  </message>
  <message>
    <source>{series}, image {index}</source>
    <translation>{series}, image {index}</translation>
  </message>
  <message>
    <source>{state} (image {number})</source>
    <translation>{state} (image {number})</translation>
  </message>
  <message>
    <source>▶ {rate} images/s</source>
    <translation>▶ {rate} images/s</translation>
  </message>
</context>
</TS>
