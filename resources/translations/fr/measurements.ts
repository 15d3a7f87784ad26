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
    <source>min {smallest} · max {largest}</source>
    <translation>min {smallest} · max {largest}</translation>
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
    <source>no angle: the axes have different units</source>
    <translation>pas d'angle : les axes ont des unités différentes</translation>
  </message>
  <message>
    <source>not calibrated</source>
    <translation>non calibré</translation>
  </message>
  <message>
    <source>not calibrated: outside one ultrasound region</source>
    <translation>non calibré : hors d'une région échographique</translation>
  </message>
  <message>
    <source>not calibrated: the ultrasound region gives no length</source>
    <translation>non calibré : la région échographique ne donne pas de longueur</translation>
  </message>
  <message>
    <source>px</source>
    <translation>px</translation>
  </message>
  <message>
    <source>{area} · {count} pixels</source>
    <translation>{area} · {count} pixels</translation>
  </message>
  <message>
    <source>{count} pixels</source>
    <translation>{count} pixels</translation>
  </message>
</context>
</TS>
