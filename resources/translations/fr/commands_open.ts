<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_open</name>
  <message>
    <source>There is no display here. Add --headless --out DIR to have pictures.</source>
    <translation>Il n'y a pas d'écran ici. Ajoutez --headless --out DIR pour avoir des images.</translation>
  </message>
  <message>
    <source>where the pictures go (with --headless)</source>
    <translation>où vont les images (avec --headless)</translation>
  </message>
  <message>
    <source>without a screen: leave pictures in DIR</source>
    <translation>sans écran : laisser des images dans DIR</translation>
  </message>
  <message>
    <source>{path} does not exist.</source>
    <translation>{path} n'existe pas.</translation>
  </message>
</context>
</TS>
