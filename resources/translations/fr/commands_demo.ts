<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_demo</name>
  <message>
    <source>Pictures and story.json are in {out}.</source>
    <translation>Les images et story.json sont dans {out}.</translation>
  </message>
  <message>
    <source>Read from archive to picture in {seconds} s.</source>
    <translation>Lu de l'archive à l'image en {seconds} s.</translation>
  </message>
  <message>
    <source>There is no display here, so the demo reads the first exam by itself.</source>
    <translation>Il n'y a pas d'écran ici : la démonstration lit le premier examen toute seule.</translation>
  </message>
  <message>
    <source>read it through without a screen and leave pictures and story.json</source>
    <translation>le lire sans écran et laisser des images et story.json</translation>
  </message>
  <message>
    <source>the day the region takes for today</source>
    <translation>le jour que la région prend pour aujourd'hui</translation>
  </message>
  <message>
    <source>where the pictures go (default: {folder})</source>
    <translation>où vont les images (par défaut : {folder})</translation>
  </message>
</context>
</TS>
