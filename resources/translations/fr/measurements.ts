<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>measurements</name>
  <message>
    <source>A kept measurement cannot be read ({cause}). It stays in the journal.</source>
    <translation>Une mesure conservée ne peut pas être lue ({cause}). Elle reste dans le journal.</translation>
  </message>
  <message>
    <source>HU</source>
    <translation>UH</translation>
  </message>
  <message>
    <source>No value of a single point: the region does not say where its axes begin.</source>
    <translation>Pas de valeur pour un point seul : la région ne dit pas où commencent ses axes.</translation>
  </message>
  <message>
    <source>Not measured: one end lies outside the ultrasound region.</source>
    <translation>Non mesuré : une extrémité est hors de la région échographique.</translation>
  </message>
  <message>
    <source>Not measured: the ends lie in two ultrasound regions.</source>
    <translation>Non mesuré : les extrémités sont dans deux régions échographiques.</translation>
  </message>
  <message>
    <source>The axes are not lengths: no angle.</source>
    <translation>Les axes ne sont pas des longueurs : pas d’angle.</translation>
  </message>
  <message>
    <source>The axes are not lengths: no area.</source>
    <translation>Les axes ne sont pas des longueurs : pas de surface.</translation>
  </message>
  <message>
    <source>by the ultrasound region</source>
    <translation>d’après la région échographique</translation>
  </message>
  <message>
    <source>min {smallest} · max {largest}</source>
    <translation>min {smallest} · max {largest}</translation>
  </message>
  <message>
    <source>mm after an estimated magnification</source>
    <translation>mm après agrandissement estimé</translation>
  </message>
  <message>
    <source>mm after an estimated magnification (÷ {factor})</source>
    <translation>mm après agrandissement estimé (÷ {factor})</translation>
  </message>
  <message>
    <source>mm after an estimated magnification: at the isocentre (÷ {factor})</source>
    <translation>mm après agrandissement estimé : à l’isocentre (÷ {factor})</translation>
  </message>
  <message>
    <source>mm after an estimated magnification: at the table (÷ {factor})</source>
    <translation>mm après agrandissement estimé : au niveau de la table (÷ {factor})</translation>
  </message>
  <message>
    <source>mm after an estimated magnification: in the object's plane</source>
    <translation>mm après agrandissement estimé : dans le plan de l’objet</translation>
  </message>
  <message>
    <source>mm at the detector</source>
    <translation>mm au détecteur</translation>
  </message>
  <message>
    <source>mm at the detector: the image contradicts itself</source>
    <translation>mm au détecteur : l’image se contredit</translation>
  </message>
  <message>
    <source>mm at the isocentre: a localizer is a projection</source>
    <translation>mm à l’isocentre : un repérage est une projection</translation>
  </message>
  <message>
    <source>mm at the patient</source>
    <translation>mm au niveau du patient</translation>
  </message>
  <message>
    <source>mm by a line set here to {known} mm</source>
    <translation>mm d’après un trait réglé ici à {known} mm</translation>
  </message>
  <message>
    <source>mm by an object of known size</source>
    <translation>mm d’après un objet de taille connue</translation>
  </message>
  <message>
    <source>mm by the whole image, without regions</source>
    <translation>mm d’après l’image entière, sans région</translation>
  </message>
  <message>
    <source>mm corrected by the machine's geometry</source>
    <translation>mm corrigés par la géométrie de l’appareil</translation>
  </message>
  <message>
    <source>mm corrected for magnification</source>
    <translation>mm corrigés de l’agrandissement</translation>
  </message>
  <message>
    <source>mm on the scanned film</source>
    <translation>mm sur le film numérisé</translation>
  </message>
  <message>
    <source>no measurement</source>
    <translation>pas de mesure</translation>
  </message>
  <message>
    <source>not calibrated</source>
    <translation>non calibré</translation>
  </message>
  <message>
    <source>not calibrated: outside the ultrasound regions</source>
    <translation>non étalonné : hors des régions échographiques</translation>
  </message>
  <message>
    <source>not calibrated: the ultrasound region gives no scale</source>
    <translation>non étalonné : la région échographique n’a pas d’échelle</translation>
  </message>
  <message>
    <source>px</source>
    <translation>px</translation>
  </message>
  <message>
    <source>set by the reader: the scale of this image</source>
    <translation>réglé par le lecteur : échelle de cette image</translation>
  </message>
  <message>
    <source>slope {value}</source>
    <translation>pente {value}</translation>
  </message>
  <message>
    <source>{count} pixels</source>
    <translation>{count} pixels</translation>
  </message>
  <message>
    <source>{count} samples</source>
    <translation>{count} échantillons</translation>
  </message>
</context>
</TS>
