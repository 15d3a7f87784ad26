<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>measurements</name>
  <message>
    <source>A kept measurement cannot be read ({cause}). It stays in the journal.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>HU</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>min {smallest} · max {largest}</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>mm after an estimated magnification</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>mm at the detector</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>no angle: the axes have different units</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>not calibrated</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>not calibrated: outside one ultrasound region</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>not calibrated: the ultrasound region gives no length</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>px</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{area} · {count} pixels</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} pixels</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
