<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>imaging</name>
  <message>
    <source>A (front)</source>
    <translation>A (avant)</translation>
  </message>
  <message>
    <source>A VOI LUT of the image is cut short: higher values all look as its last one.</source>
    <translation>Une LUT d'affichage (VOI) de l'image est tronquée : au-delà, les valeurs s'affichent toutes comme la dernière.</translation>
  </message>
  <message>
    <source>A VOI LUT of the image is damaged and is not offered.</source>
    <translation>Une LUT d'affichage (VOI) de l'image est endommagée et n'est pas proposée.</translation>
  </message>
  <message>
    <source>A gap of {mm} mm after slice {after}: nothing is shown in it in reformatted planes.</source>
    <translation>Un trou de {mm} mm après la coupe {after} : rien n'y est affiché dans les plans reformatés.</translation>
  </message>
  <message>
    <source>A mosaic: many slices tiled in one picture. It is shown flat, without positions.</source>
    <translation>Mosaïque : de nombreuses coupes côte à côte dans une seule image. Elle est montrée à plat, sans positions.</translation>
  </message>
  <message>
    <source>A quality control image, of no patient.</source>
    <translation>Image de contrôle de qualité, d'aucun patient.</translation>
  </message>
  <message>
    <source>A raw image, for processing: it is not made to be read.</source>
    <translation>Image brute, « for processing » : elle n'est pas faite pour être lue.</translation>
  </message>
  <message>
    <source>A shutter of this image is damaged and not applied ({shape}).</source>
    <translation>Un volet de cette image est abîmé : il n'est pas appliqué ({shape}).</translation>
  </message>
  <message>
    <source>A stereo video: only one of its two views is shown.</source>
    <translation>Vidéo stéréoscopique : une seule de ses deux vues est montrée.</translation>
  </message>
  <message>
    <source>A table of the presentation state is cut short: higher values all look as its last one.</source>
    <translation>Une table de l'état de présentation est tronquée : les valeurs plus hautes ont toutes l'aspect de sa dernière.</translation>
  </message>
  <message>
    <source>BitsStored contradicts BitsAllocated; all allocated bits are read.</source>
    <translation>BitsStored contredit BitsAllocated ; tous les bits alloués sont lus.</translation>
  </message>
  <message>
    <source>Colours are converted from the image's profile ({name}) to the screen's.</source>
    <translation>Les couleurs sont converties du profil de l'image ({name}) à celui de l'écran.</translation>
  </message>
  <message>
    <source>Colours as stored. The image's colour profile is damaged or unknown.</source>
    <translation>Couleurs telles quelles. Le profil de couleur de l’image est abîmé ou inconnu.</translation>
  </message>
  <message>
    <source>Each image has another orientation: no volume can be made of them.</source>
    <translation>Chaque image a une autre orientation : elles ne forment pas un volume.</translation>
  </message>
  <message>
    <source>F (feet)</source>
    <translation>Pi (pieds)</translation>
  </message>
  <message>
    <source>Frame {index} is not in the file.</source>
    <translation>La trame {index} n'est pas dans le fichier.</translation>
  </message>
  <message>
    <source>Frame {index} is not in the video.</source>
    <translation>L'image {index} n'est pas dans la vidéo.</translation>
  </message>
  <message>
    <source>Frame {index} of the video is damaged and cannot be decoded.</source>
    <translation>L'image {index} de la vidéo est endommagée et ne peut pas être décodée.</translation>
  </message>
  <message>
    <source>Gaps of up to {mm} mm after slices {after}: nothing is shown in them in reformatted planes.</source>
    <translation>Des trous jusqu'à {mm} mm après les coupes {after} : rien n'y est affiché dans les plans reformatés.</translation>
  </message>
  <message>
    <source>H (head)</source>
    <translation>T (tête)</translation>
  </message>
  <message>
    <source>HU</source>
    <translation>UH</translation>
  </message>
  <message>
    <source>HU (modified)</source>
    <translation>UH (modifiées)</translation>
  </message>
  <message>
    <source>ImageOrientationPatient is not two perpendicular unit vectors: the image is shown without a place.</source>
    <translation>ImageOrientationPatient n'est pas formé de deux vecteurs unitaires perpendiculaires : l'image est affichée sans position.</translation>
  </message>
  <message>
    <source>ImagePositionPatient is not three millimetres: the image is shown without a place.</source>
    <translation>ImagePositionPatient n'est pas formé de trois longueurs en millimètres : l'image est affichée sans position.</translation>
  </message>
  <message>
    <source>Images in colour: no other planes are computed of them.</source>
    <translation>Images en couleur : aucun autre plan n'en est calculé.</translation>
  </message>
  <message>
    <source>L (left)</source>
    <translation>G (gauche)</translation>
  </message>
  <message>
    <source>Lossy compression: {how}.</source>
    <translation>Compression avec perte : {how}.</translation>
  </message>
  <message>
    <source>Made for research, not for diagnosis.</source>
    <translation>Faite pour la recherche, non pour le diagnostic.</translation>
  </message>
  <message>
    <source>Made to be seen with its mask subtracted (DSA).</source>
    <translation>Faite pour être vue avec soustraction du masque (DSA).</translation>
  </message>
  <message>
    <source>Made to service the machine, not for diagnosis.</source>
    <translation>Faite pour la maintenance de la machine, non pour le diagnostic.</translation>
  </message>
  <message>
    <source>Mask subtracted (DSA)</source>
    <translation>Masque soustrait (DSA)</translation>
  </message>
  <message>
    <source>Millimetres are those at the detector, not at the patient.</source>
    <translation>Les millimètres sont ceux du détecteur, non du patient.</translation>
  </message>
  <message>
    <source>Millimetres follow from an estimated magnification.</source>
    <translation>Les millimètres reposent sur un agrandissement estimé.</translation>
  </message>
  <message>
    <source>No SUV: {what}.</source>
    <translation>Pas de SUV : {what}.</translation>
  </message>
  <message>
    <source>No picture of {kind} is found in this video.</source>
    <translation>Aucune image {kind} n'a été trouvée dans cette vidéo.</translation>
  </message>
  <message>
    <source>Nothing tells the images at one position apart, not even their numbers: which belong together is not known.</source>
    <translation>Rien ne distingue les images d'une même position, pas même leurs numéros : on ne sait pas lesquelles vont ensemble.</translation>
  </message>
  <message>
    <source>One multi-frame image in {count} parts.</source>
    <translation>Une image multi-coupes en {count} parties.</translation>
  </message>
  <message>
    <source>Only their numbers tell them apart.</source>
    <translation>Seuls leurs numéros les distinguent.</translation>
  </message>
  <message>
    <source>Only {percent} % of the pixels are in the file: too few to show.</source>
    <translation>Le fichier ne contient que {percent} % des pixels : trop peu pour être montré.</translation>
  </message>
  <message>
    <source>Only {percent} % of this picture's pixels are in the file; the rest is filled with the darkest value.</source>
    <translation>Le fichier ne contient que {percent} % des pixels de cette image ; le reste est rempli de la valeur la plus sombre.</translation>
  </message>
  <message>
    <source>Overlay {number} lay in unused bits of the pixels, which this compression does not keep: it is lost.</source>
    <translation>Le plan de superposition {number} était dans des bits inutilisés des pixels, que cette compression ne garde pas : il est perdu.</translation>
  </message>
  <message>
    <source>Overlay {number} lies outside the image.</source>
    <translation>Le plan de superposition {number} est hors de l'image.</translation>
  </message>
  <message>
    <source>Overlay {number} of this image is damaged and not shown.</source>
    <translation>Le plan de superposition {number} de cette image est abîmé : il n'est pas affiché.</translation>
  </message>
  <message>
    <source>P (back)</source>
    <translation>P (arrière)</translation>
  </message>
  <message>
    <source>Part {number} of {count}: no image lies in the {mm} mm between.</source>
    <translation>Partie {number} sur {count} : aucune image dans les {mm} mm qui les séparent.</translation>
  </message>
  <message>
    <source>Parts of a multi-frame image are missing: {parts} of {count}.</source>
    <translation>Des parties d'une image multi-coupes manquent : {parts} sur {count}.</translation>
  </message>
  <message>
    <source>Parts of the presentation state are damaged and left out: {what}.</source>
    <translation>Des parties de l'état de présentation sont endommagées et omises : {what}.</translation>
  </message>
  <message>
    <source>PatientOrientation ({said}) contradicts ImageOrientationPatient ({ways}): check the sides.</source>
    <translation>PatientOrientation ({said}) contredit ImageOrientationPatient ({ways}) : vérifier les côtés.</translation>
  </message>
  <message>
    <source>PatientOrientation ({said}) names no two directions of the patient: no sides are named.</source>
    <translation>PatientOrientation ({said}) ne nomme pas deux directions du patient : aucun côté n'est nommé.</translation>
  </message>
  <message>
    <source>Pictures of {photometric} with {samples} samples of {bits} bits cannot be shown.</source>
    <translation>Les images {photometric} de {samples} × {bits} bits par pixel ne peuvent pas être montrées.</translation>
  </message>
  <message>
    <source>R (right)</source>
    <translation>D (droite)</translation>
  </message>
  <message>
    <source>R-R interval {number}</source>
    <translation>intervalle R-R {number}</translation>
  </message>
  <message>
    <source>Rows or Columns is missing.</source>
    <translation>Rows ou Columns est absent.</translation>
  </message>
  <message>
    <source>SD {deviation}</source>
    <translation>ET {deviation}</translation>
  </message>
  <message>
    <source>Some pixels lie far outside what BitsStored allows and are shown as its end: the greys may be wrong.</source>
    <translation>Des pixels sortent largement de ce que permet BitsStored et sont affichés à sa limite : les gris peuvent être faux.</translation>
  </message>
  <message>
    <source>Some pixels use more bits than BitsStored says; the bits above are left out.</source>
    <translation>Des pixels utilisent plus de bits que n'en annonce BitsStored ; les bits au-dessus sont laissés de côté.</translation>
  </message>
  <message>
    <source>Text is burned into the pixels.</source>
    <translation>Du texte est incrusté dans les pixels.</translation>
  </message>
  <message>
    <source>Text may be burned into the pixels.</source>
    <translation>Du texte est peut-être inscrit dans les pixels.</translation>
  </message>
  <message>
    <source>The colours of this video cannot be converted.</source>
    <translation>Les couleurs de cette vidéo ne peuvent pas être converties.</translation>
  </message>
  <message>
    <source>The compressed picture has colours below zero: they cannot be shown.</source>
    <translation>L'image compressée contient des couleurs négatives : elles ne peuvent pas être affichées.</translation>
  </message>
  <message>
    <source>The compressed picture has no readable header.</source>
    <translation>L'image compressée n'a pas d'en-tête lisible.</translation>
  </message>
  <message>
    <source>The compressed picture has values below zero, its header says it has none: its greys may be wrong.</source>
    <translation>L'image compressée contient des valeurs négatives, son en-tête dit qu'elle n'en a pas : ses gris peuvent être faux.</translation>
  </message>
  <message>
    <source>The compressed picture has {bits} bits a sample, its header says {header_bits}.</source>
    <translation>L'image compressée a {bits} bits par échantillon, son en-tête en annonce {header_bits}.</translation>
  </message>
  <message>
    <source>The compressed picture is damaged ({decoder}).</source>
    <translation>L'image compressée est endommagée ({decoder}).</translation>
  </message>
  <message>
    <source>The compressed picture is damaged ({sign}): what is shown may be wrong. Have it sent again.</source>
    <translation>L'image compressée est endommagée ({sign}) : ce qui est montré peut être faux. Faites-la renvoyer.</translation>
  </message>
  <message>
    <source>The compressed picture is {columns} x {rows} with {samples} samples, its header says {header_columns} x {header_rows} with {header_samples}.</source>
    <translation>L'image compressée fait {columns} x {rows} x {samples}, son en-tête annonce {header_columns} x {header_rows} x {header_samples}.</translation>
  </message>
  <message>
    <source>The compressed picture of {count} frame ends early.</source>
    <translation>L'image compressée de {count} trame s'arrête trop tôt.</translation>
  </message>
  <message>
    <source>The compressed pictures of {count} frames end early.</source>
    <translation>Les images compressées de {count} trames s'arrêtent trop tôt.</translation>
  </message>
  <message>
    <source>The container of this video has no index that can be read: the file may be cut short.</source>
    <translation>Le conteneur de cette vidéo n'a pas d'index lisible : le fichier est peut-être tronqué.</translation>
  </message>
  <message>
    <source>The container of this video is damaged.</source>
    <translation>Le conteneur de cette vidéo est endommagé.</translation>
  </message>
  <message>
    <source>The deflated data set grows past {limit} MB and was refused.</source>
    <translation>Les données compressées dépassent {limit} Mo une fois déployées et ont été refusées.</translation>
  </message>
  <message>
    <source>The deflated data set is damaged.</source>
    <translation>Les données compressées (deflate) sont endommagées.</translation>
  </message>
  <message>
    <source>The directions ({said}) are those of an animal: no sides are named.</source>
    <translation>Les directions ({said}) sont celles d'un animal : aucun côté n'est nommé.</translation>
  </message>
  <message>
    <source>The directions of the images differ by up to {degrees}°; planes take those of the first.</source>
    <translation>Les directions des images diffèrent de {degrees}° au plus ; les plans prennent celles de la première.</translation>
  </message>
  <message>
    <source>The directions written are {off} off from perpendicular unit vectors and were corrected.</source>
    <translation>Les directions écrites s'écartent de {off} de vecteurs unitaires perpendiculaires et ont été corrigées.</translation>
  </message>
  <message>
    <source>The file ends before its data set.</source>
    <translation>Le fichier s'arrête avant ses données.</translation>
  </message>
  <message>
    <source>The file ends before its pixels.</source>
    <translation>Le fichier s'arrête avant ses pixels.</translation>
  </message>
  <message>
    <source>The file holds {count} bytes more than rows and columns ask for: check the picture.</source>
    <translation>Le fichier contient {count} octets de plus que n'en demandent lignes et colonnes : vérifiez l'image.</translation>
  </message>
  <message>
    <source>The file holds {found} frames, its header says {claimed}: the others are not shown.</source>
    <translation>Le fichier contient {found} images, son en-tête en annonce {claimed} : les autres ne sont pas montrées.</translation>
  </message>
  <message>
    <source>The file holds {found} frames: only the first {most} of them are shown.</source>
    <translation>Le fichier contient {found} images : seules les {most} premières sont affichées.</translation>
  </message>
  <message>
    <source>The file is damaged: {cause}.</source>
    <translation>Le fichier est endommagé : {cause}.</translation>
  </message>
  <message>
    <source>The file is empty.</source>
    <translation>Le fichier est vide.</translation>
  </message>
  <message>
    <source>The file lacks UIDs that tell its image, series and study: it is shown alone.</source>
    <translation>Le fichier n'a pas les UID de son image, de sa série et de son examen : il est montré seul.</translation>
  </message>
  <message>
    <source>The file nests its sequences too deep.</source>
    <translation>Le fichier imbrique ses séquences trop profondément.</translation>
  </message>
  <message>
    <source>The file says it is DICOM but holds no image or document.</source>
    <translation>Le fichier se dit DICOM mais ne contient ni image ni document.</translation>
  </message>
  <message>
    <source>The gantry is tilted by {degrees}°; reformatted planes are corrected for it.</source>
    <translation>Le statif est incliné de {degrees}° ; les plans reformatés en tiennent compte.</translation>
  </message>
  <message>
    <source>The image has no calibration: lengths are in pixels.</source>
    <translation>L'image n'est pas calibrée : les longueurs sont en pixels.</translation>
  </message>
  <message>
    <source>The image names no unit: ADC values are taken as 10⁻⁶ mm²/s, its maker's scale.</source>
    <translation>L’image ne nomme aucune unité : les valeurs d’ADC sont lues en 10⁻⁶ mm²/s, l’échelle du constructeur.</translation>
  </message>
  <message>
    <source>The image says it is {columns} x {rows}: too large to be shown.</source>
    <translation>L'image annonce {columns} x {rows} : trop grande pour être montrée.</translation>
  </message>
  <message>
    <source>The image says {image} and its series {series}: check the side.</source>
    <translation>L'image indique {image} et sa série {series} : vérifier le côté.</translation>
  </message>
  <message>
    <source>The image would be {mm} mm wide: its millimetres cannot be right.</source>
    <translation>L'image mesurerait {mm} mm : ses millimètres ne peuvent pas être justes.</translation>
  </message>
  <message>
    <source>The image's shutter would cover all of it: it is not applied.</source>
    <translation>Le volet de l'image la couvrirait toute : il n'est pas appliqué.</translation>
  </message>
  <message>
    <source>The images are numbered from {first} on: earlier ones are not here.</source>
    <translation>Les images sont numérotées à partir de {first} : les précédentes ne sont pas là.</translation>
  </message>
  <message>
    <source>The images do not say where they lie: no planes, no lengths between images.</source>
    <translation>Les images ne disent pas où elles se situent : ni plans, ni mesures d'une image à l'autre.</translation>
  </message>
  <message>
    <source>The mask is subtracted without the shifts that are named by region or by frame.</source>
    <translation>Le masque est soustrait sans les décalages nommés par région ou par image.</translation>
  </message>
  <message>
    <source>The modality LUT is cut short: higher values all look and read as its last one.</source>
    <translation>La LUT de modalité est tronquée : au-delà, les valeurs s'affichent et se lisent toutes comme la dernière.</translation>
  </message>
  <message>
    <source>The modality LUT is damaged: greys and values are those that are stored.</source>
    <translation>La LUT de modalité est endommagée : les gris et les valeurs sont ceux qui sont enregistrés.</translation>
  </message>
  <message>
    <source>The offset table of this file is wrong: its frames were found without it.</source>
    <translation>La table de décalages de ce fichier est fausse : ses images ont été retrouvées sans elle.</translation>
  </message>
  <message>
    <source>The overlay plane that is this image's shutter is missing: it is not applied.</source>
    <translation>Le plan de superposition qui sert de volet à cette image manque : il n'est pas appliqué.</translation>
  </message>
  <message>
    <source>The palette of this image is missing or damaged.</source>
    <translation>La palette de cette image est absente ou endommagée.</translation>
  </message>
  <message>
    <source>The person can be recognised in the image.</source>
    <translation>La personne peut être reconnue sur l'image.</translation>
  </message>
  <message>
    <source>The pixels are cut short: {percent} % of them are in the file.</source>
    <translation>Les pixels sont tronqués : {percent} % sont dans le fichier.</translation>
  </message>
  <message>
    <source>The pixels are stored in another way than the file says: they are read as what they are.</source>
    <translation>Les pixels sont enregistrés autrement que le fichier ne le dit : ils sont lus comme ce qu'ils sont.</translation>
  </message>
  <message>
    <source>The pixels have no size in millimetres: no planes can be computed.</source>
    <translation>Les pixels n'ont pas de taille en millimètres : aucun plan ne peut être calculé.</translation>
  </message>
  <message>
    <source>The pixels may name another person. Text may be burned into them, and the patient was renamed afterwards.</source>
    <translation>Les pixels peuvent nommer une autre personne. Du texte y est peut-être inscrit, et le patient a été renommé ensuite.</translation>
  </message>
  <message>
    <source>The pixels may name the patient. The image was made anonymous, but text may be burned into it.</source>
    <translation>Les pixels peuvent nommer le patient. L’image a été anonymisée, mais du texte y est peut-être inscrit.</translation>
  </message>
  <message>
    <source>The positions are those of the probe or the table, not of the patient: no sides are named, planes are the volume's own.</source>
    <translation>Les positions sont celles de la sonde ou de la table, non du patient : aucun côté n'est nommé, les plans sont ceux du volume.</translation>
  </message>
  <message>
    <source>The positions of the steps differ by up to {mm} mm; planes take those of the first.</source>
    <translation>Les positions des étapes diffèrent jusqu'à {mm} mm ; les plans prennent celles de la première.</translation>
  </message>
  <message>
    <source>The presentation state is not complete: parts of it may be missing.</source>
    <translation>L'état de présentation n'est pas complet : des parties peuvent manquer.</translation>
  </message>
  <message>
    <source>The presentation state names no image.</source>
    <translation>L'état de présentation ne désigne aucune image.</translation>
  </message>
  <message>
    <source>The rescale slope is 0: greys and values are those that are stored.</source>
    <translation>La pente de rééchelonnement est nulle : les gris et les valeurs sont ceux qui sont enregistrés.</translation>
  </message>
  <message>
    <source>The rescale slope or intercept cannot be read or is beyond any measure: greys and values are those that are stored.</source>
    <translation>La pente ou l'ordonnée du rééchelonnement est illisible ou dépasse toute mesure : gris et valeurs sont ceux qui sont enregistrés.</translation>
  </message>
  <message>
    <source>The slices are not of one kind: {kinds}.</source>
    <translation>Les coupes ne sont pas d'un seul genre : {kinds}.</translation>
  </message>
  <message>
    <source>The slices do not lie straight one above the other. Reformatted planes follow them.</source>
    <translation>Les coupes ne sont pas alignées entre elles. Les plans reformatés les suivent.</translation>
  </message>
  <message>
    <source>The slices follow each other at {degrees}° from upright; reformatted planes are corrected for it.</source>
    <translation>Les coupes se suivent à {degrees}° de la perpendiculaire ; les plans reformatés en tiennent compte.</translation>
  </message>
  <message>
    <source>The slices would span {mm} mm: their positions cannot be millimetres of a patient.</source>
    <translation>Les coupes s'étendraient sur {mm} mm : leurs positions ne peuvent pas être des millimètres d'un patient.</translation>
  </message>
  <message>
    <source>The spacing changes from slice to slice: {low} to {high} mm. Reformatted planes follow it.</source>
    <translation>L'espacement varie d'une coupe à l'autre : de {low} à {high} mm. Les plans reformatés le suivent.</translation>
  </message>
  <message>
    <source>The state turns the image by {degrees}°, which is not done.</source>
    <translation>L'état tourne l'image de {degrees}°, ce qui n'est pas fait.</translation>
  </message>
  <message>
    <source>The state's colours are meant by a profile of its own ({name}), which is not used.</source>
    <translation>Les couleurs de l'état de présentation suivent un profil qui lui est propre ({name}), qui n'est pas utilisé.</translation>
  </message>
  <message>
    <source>The state's mask is damaged and not subtracted.</source>
    <translation>Le masque de l'état est endommagé et n'est pas soustrait.</translation>
  </message>
  <message>
    <source>The state's palette is damaged: the image is shown in grey.</source>
    <translation>La palette de l'état est endommagée : l'image est montrée en gris.</translation>
  </message>
  <message>
    <source>The transfer syntax {uid} is not known.</source>
    <translation>La syntaxe de transfert {uid} n'est pas connue.</translation>
  </message>
  <message>
    <source>The video has {found} frames, its header says {claimed}: all are shown.</source>
    <translation>La vidéo a {found} images, son en-tête en annonce {claimed} : toutes sont montrées.</translation>
  </message>
  <message>
    <source>The video is cut short or damaged: frames may be missing.</source>
    <translation>La vidéo est tronquée ou endommagée : des images peuvent manquer.</translation>
  </message>
  <message>
    <source>The video is damaged here: parts of this frame are made up by the decoder.</source>
    <translation>La vidéo est endommagée à cet endroit : une partie de cette image est reconstituée par le décodeur.</translation>
  </message>
  <message>
    <source>The video is {columns} x {rows}, its header says {header_columns} x {header_rows}.</source>
    <translation>La vidéo est de {columns} x {rows}, son en-tête annonce {header_columns} x {header_rows}.</translation>
  </message>
  <message>
    <source>Their numbers and times are the same: they were probably sent twice.</source>
    <translation>Leurs numéros et leurs heures sont identiques : elles ont sans doute été envoyées deux fois.</translation>
  </message>
  <message>
    <source>There is no video in this file's transport stream.</source>
    <translation>Le flux de transport de ce fichier ne contient pas de vidéo.</translation>
  </message>
  <message>
    <source>There is not enough memory to decode this image.</source>
    <translation>La mémoire ne suffit pas pour décoder cette image.</translation>
  </message>
  <message>
    <source>This computer has no decoder for {kind}.</source>
    <translation>Cet ordinateur n'a pas de décodeur pour {kind}.</translation>
  </message>
  <message>
    <source>This is not a DICOM file.</source>
    <translation>Ce n'est pas un fichier DICOM.</translation>
  </message>
  <message>
    <source>This is not a presentation state.</source>
    <translation>Ce n'est pas un état de présentation.</translation>
  </message>
  <message>
    <source>This kind of presentation state (blending, volumes, variable tables) cannot be applied here.</source>
    <translation>Ce genre d'état de présentation (fusion, volumes, tables variables) ne peut pas être appliqué ici.</translation>
  </message>
  <message>
    <source>This object holds no picture.</source>
    <translation>Cet objet ne contient pas d'image.</translation>
  </message>
  <message>
    <source>Tiles of a microscope slide: they lie in one plane and make no volume.</source>
    <translation>Tuiles d'une lame de microscopie : elles sont dans un seul plan et ne forment pas un volume.</translation>
  </message>
  <message>
    <source>Tomosynthesis: slices from a few angles, blurred across them. No other planes are computed, depths are approximate.</source>
    <translation>Tomosynthèse : coupes issues de quelques angles, floues en profondeur. Aucun autre plan n'est calculé, les profondeurs sont approximatives.</translation>
  </message>
  <message>
    <source>VOI LUT</source>
    <translation>LUT de l'image</translation>
  </message>
  <message>
    <source>Values</source>
    <translation>Valeurs</translation>
  </message>
  <message>
    <source>Videos cannot be shown on this computer: its video decoder does not load ({cause}). Install Garonne again.</source>
    <translation>Les vidéos ne peuvent pas être montrées sur cet ordinateur : le décodeur vidéo ne se charge pas ({cause}). Réinstallez Garonne.</translation>
  </message>
  <message>
    <source>a known kind of SUV</source>
    <translation>un type de SUV connu</translation>
  </message>
  <message>
    <source>a marker stands inside its data</source>
    <translation>un marqueur se trouve à l'intérieur de ses données</translation>
  </message>
  <message>
    <source>acquisition {number}</source>
    <translation>acquisition {number}</translation>
  </message>
  <message>
    <source>activity</source>
    <translation>activité</translation>
  </message>
  <message>
    <source>area {area} px</source>
    <translation>aire {area} px</translation>
  </message>
  <message>
    <source>axial</source>
    <translation>axial</translation>
  </message>
  <message>
    <source>coronal</source>
    <translation>coronal</translation>
  </message>
  <message>
    <source>corrections for attenuation and decay</source>
    <translation>les corrections d’atténuation et de décroissance</translation>
  </message>
  <message>
    <source>counts</source>
    <translation>coups</translation>
  </message>
  <message>
    <source>data is left after its last pixel</source>
    <translation>il reste des données après son dernier pixel</translation>
  </message>
  <message>
    <source>date and time of the injection</source>
    <translation>la date et l’heure de l’injection</translation>
  </message>
  <message>
    <source>detector {number}</source>
    <translation>détecteur {number}</translation>
  </message>
  <message>
    <source>direction {number} / {count}</source>
    <translation>direction {number} / {count}</translation>
  </message>
  <message>
    <source>displayed area</source>
    <translation>partie affichée</translation>
  </message>
  <message>
    <source>dose</source>
    <translation>dose</translation>
  </message>
  <message>
    <source>duplicates</source>
    <translation>doublons</translation>
  </message>
  <message>
    <source>effective Z</source>
    <translation>Z effectif</translation>
  </message>
  <message>
    <source>energy window {number}</source>
    <translation>fenêtre d'énergie {number}</translation>
  </message>
  <message>
    <source>flow to {side}</source>
    <translation>flux vers {side}</translation>
  </message>
  <message>
    <source>incomplete</source>
    <translation>incomplet</translation>
  </message>
  <message>
    <source>inverted</source>
    <translation>inversé</translation>
  </message>
  <message>
    <source>its data ends before its last pixel</source>
    <translation>ses données s'arrêtent avant son dernier pixel</translation>
  </message>
  <message>
    <source>its parts do not follow each other as written</source>
    <translation>ses parties ne se suivent pas comme elles sont écrites</translation>
  </message>
  <message>
    <source>its values leave the range that lossless compression keeps</source>
    <translation>ses valeurs sortent de l'intervalle que la compression sans perte conserve</translation>
  </message>
  <message>
    <source>localizer</source>
    <translation>repérage</translation>
  </message>
  <message>
    <source>lossy</source>
    <translation>avec perte</translation>
  </message>
  <message>
    <source>mask subtracted</source>
    <translation>masque soustrait</translation>
  </message>
  <message>
    <source>mean {mean}</source>
    <translation>moy. {mean}</translation>
  </message>
  <message>
    <source>mirrored</source>
    <translation>en miroir</translation>
  </message>
  <message>
    <source>missing: {what}</source>
    <translation>il manque {what}</translation>
  </message>
  <message>
    <source>modality LUT</source>
    <translation>LUT de modalité</translation>
  </message>
  <message>
    <source>not usable as written: {what}</source>
    <translation>inutilisable tel qu’écrit : {what}</translation>
  </message>
  <message>
    <source>oblique</source>
    <translation>oblique</translation>
  </message>
  <message>
    <source>overlays</source>
    <translation>superpositions</translation>
  </message>
  <message>
    <source>palette</source>
    <translation>palette</translation>
  </message>
  <message>
    <source>phase {phase} / {count}</source>
    <translation>phase {phase} / {count}</translation>
  </message>
  <message>
    <source>plane {number}</source>
    <translation>plan {number}</translation>
  </message>
  <message>
    <source>presentation LUT</source>
    <translation>LUT de présentation</translation>
  </message>
  <message>
    <source>sagittal</source>
    <translation>sagittal</translation>
  </message>
  <message>
    <source>segment {number}</source>
    <translation>segment {number}</translation>
  </message>
  <message>
    <source>shutter</source>
    <translation>volet</translation>
  </message>
  <message>
    <source>the date of the acquisition</source>
    <translation>la date de l’acquisition de l’image</translation>
  </message>
  <message>
    <source>the date of the scan</source>
    <translation>la date de l’acquisition</translation>
  </message>
  <message>
    <source>the injected activity in Bq</source>
    <translation>l’activité injectée en Bq</translation>
  </message>
  <message>
    <source>the maker's scale</source>
    <translation>échelle du constructeur</translation>
  </message>
  <message>
    <source>the moment decay is corrected to (start of the scan or injection)</source>
    <translation>l’instant de référence de la décroissance (début de l’examen ou injection)</translation>
  </message>
  <message>
    <source>the one injected tracer</source>
    <translation>le traceur injecté, un seul</translation>
  </message>
  <message>
    <source>the patient's height</source>
    <translation>la taille du patient</translation>
  </message>
  <message>
    <source>the patient's sex</source>
    <translation>le sexe du patient</translation>
  </message>
  <message>
    <source>the patient's weight</source>
    <translation>le poids du patient</translation>
  </message>
  <message>
    <source>the rescale slope or intercept</source>
    <translation>la pente ou l'ordonnée du rééchelonnement</translation>
  </message>
  <message>
    <source>the time of the acquisition</source>
    <translation>l’heure de l’acquisition de l’image</translation>
  </message>
  <message>
    <source>the time of the injection</source>
    <translation>l’heure de l’injection</translation>
  </message>
  <message>
    <source>the time the scan started</source>
    <translation>l’heure du début de l’acquisition</translation>
  </message>
  <message>
    <source>the time zone of the image</source>
    <translation>le fuseau horaire de l’image</translation>
  </message>
  <message>
    <source>the tracer's half-life in seconds</source>
    <translation>la période du radionucléide en secondes</translation>
  </message>
  <message>
    <source>time point {number}</source>
    <translation>temps {number}</translation>
  </message>
  <message>
    <source>turned {degrees}°</source>
    <translation>tourné de {degrees}°</translation>
  </message>
  <message>
    <source>values in Bq/ml, counts with a maker's factor, or SUV</source>
    <translation>des valeurs en Bq/ml, des coups avec le facteur du constructeur, ou un SUV</translation>
  </message>
  <message>
    <source>window</source>
    <translation>fenêtre</translation>
  </message>
  <message>
    <source>{axis} {value} mm</source>
    <translation>{axis} {value} mm</translation>
  </message>
  <message>
    <source>{bits} bits a sample cannot be shown.</source>
    <translation>Des pixels de {bits} bits ne peuvent pas être montrés.</translation>
  </message>
  <message>
    <source>{count} acquisitions, each where the table was then, one after the other.</source>
    <translation>{count} acquisitions, chacune où la table se trouvait alors, l'une après l'autre.</translation>
  </message>
  <message>
    <source>{count} displayed area</source>
    <translation>{count} partie affichée</translation>
  </message>
  <message>
    <source>{count} displayed areas</source>
    <translation>{count} parties affichées</translation>
  </message>
  <message>
    <source>{count} drawing</source>
    <translation>{count} dessin</translation>
  </message>
  <message>
    <source>{count} drawings</source>
    <translation>{count} dessins</translation>
  </message>
  <message>
    <source>{count} image came twice; it is shown once.</source>
    <translation>{count} image est arrivée deux fois ; elle est montrée une fois.</translation>
  </message>
  <message>
    <source>{count} image is missing: {steps}.</source>
    <translation>Il manque {count} image : {steps}.</translation>
  </message>
  <message>
    <source>{count} image lies where another already is.</source>
    <translation>{count} image se trouve là où il y en a déjà une.</translation>
  </message>
  <message>
    <source>{count} images are missing: {steps}.</source>
    <translation>Il manque {count} images : {steps}.</translation>
  </message>
  <message>
    <source>{count} images at each of {slices} positions ({what}).</source>
    <translation>{count} images à chacune des {slices} positions ({what}).</translation>
  </message>
  <message>
    <source>{count} images at one position ({what}).</source>
    <translation>{count} images à une même position ({what}).</translation>
  </message>
  <message>
    <source>{count} images at one position, one after the other in time.</source>
    <translation>{count} images à une même position, l'une après l'autre dans le temps.</translation>
  </message>
  <message>
    <source>{count} images came twice; they are shown once.</source>
    <translation>{count} images sont arrivées deux fois ; elles sont montrées une fois.</translation>
  </message>
  <message>
    <source>{count} images lie where others already are.</source>
    <translation>{count} images se trouvent là où il y en a déjà.</translation>
  </message>
  <message>
    <source>{count} number between {first} and {last} is not here: images may be missing.</source>
    <translation>Il manque {count} numéro entre {first} et {last} : des images peuvent manquer.</translation>
  </message>
  <message>
    <source>{count} numbers between {first} and {last} are not here: images may be missing.</source>
    <translation>Il manque {count} numéros entre {first} et {last} : des images peuvent manquer.</translation>
  </message>
  <message>
    <source>{count} of {total} frames do not say where they lie: they are shown without a place.</source>
    <translation>{count} images sur {total} ne disent pas où elles se trouvent : elles sont montrées sans position.</translation>
  </message>
  <message>
    <source>{count} of {total} frames does not say where it lies: it is shown without a place.</source>
    <translation>{count} image sur {total} ne dit pas où elle se trouve : elle est montrée sans position.</translation>
  </message>
  <message>
    <source>{count} of {total} images: {said}</source>
    <translation>{count} des {total} images : {said}</translation>
  </message>
  <message>
    <source>{count} segments, one after the other.</source>
    <translation>{count} segments, l'un après l'autre.</translation>
  </message>
  <message>
    <source>{count} slice is missing, after slice {after} ({where}).</source>
    <translation>Il manque {count} coupe, après la coupe {after} ({where}).</translation>
  </message>
  <message>
    <source>{count} slices are missing, after slices {after} ({where}).</source>
    <translation>Il manque {count} coupes, après les coupes {after} ({where}).</translation>
  </message>
  <message>
    <source>{count} table</source>
    <translation>{count} table</translation>
  </message>
  <message>
    <source>{count} tables</source>
    <translation>{count} tables</translation>
  </message>
  <message>
    <source>{count} text</source>
    <translation>{count} texte</translation>
  </message>
  <message>
    <source>{count} texts</source>
    <translation>{count} textes</translation>
  </message>
  <message>
    <source>{count} time points or phases at each of {slices} positions.</source>
    <translation>{count} temps ou phases à chacune des {slices} positions.</translation>
  </message>
  <message>
    <source>{count} ultrasound region does not tell its scale: nothing can be measured in it.</source>
    <translation>{count} région échographique ne dit pas son échelle : rien ne peut y être mesuré.</translation>
  </message>
  <message>
    <source>{count} ultrasound regions do not tell their scale: nothing can be measured in them.</source>
    <translation>{count} régions échographiques ne disent pas leur échelle : rien ne peut y être mesuré.</translation>
  </message>
  <message>
    <source>{count} window</source>
    <translation>{count} fenêtre</translation>
  </message>
  <message>
    <source>{count} windows</source>
    <translation>{count} fenêtres</translation>
  </message>
  <message>
    <source>{found} of {claimed} frames are in the file.</source>
    <translation>{found} trames sur {claimed} sont dans le fichier.</translation>
  </message>
  <message>
    <source>{here} of the {count} slices of this series are here.</source>
    <translation>{here} des {count} coupes de cette série sont ici.</translation>
  </message>
  <message>
    <source>{here} of {count} slices of this step are here.</source>
    <translation>{here} coupes sur {count} de cette étape sont présentes.</translation>
  </message>
  <message>
    <source>{path} cannot be read: {cause}.</source>
    <translation>{path} ne peut pas être lu : {cause}.</translation>
  </message>
  <message>
    <source>{path} does not exist.</source>
    <translation>{path} n'existe pas.</translation>
  </message>
</context>
</TS>
