<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>app</name>
  <message>
    <source>; its key lies beside it</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Add one in Settings, Archives, or in a site profile.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Archives</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Check</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Check cable, address, port and AE titles with the archive's administrator.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Disk</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Drawing</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Free some space or move the store (Settings, Store).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Images are drawn by the processor: right, but slower. Install the graphics card's own driver.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Local store</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Make the folder writable or choose another with --home.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Mend the file or remove it; the shipped defaults then hold.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Place for data</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Program</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Receiving</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Report this line.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Right if Garonne is running; otherwise choose another port in Settings, Receiving.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Settings</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The demo's archive did not start; {log} says why.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The disk fills before the quota is reached: lower the quota or free some space.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Unlock or install a key ring, or set GARONNE_PASSPHRASE: a stolen disk now gives the key with the images.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>answers in {ms} ms</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>none is configured</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>port {port} is free</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>port {port} is in use</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>shipped defaults</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>switched off</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{free} GB free, {quota} GB allowed for images</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{images} images, {size} GB, encrypted</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{name}: an unexpected fault ({cause}).</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
