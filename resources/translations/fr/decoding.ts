<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>decoding</name>
  <message>
    <source>Decoding was ended with the program.</source>
    <translation>Le décodage a été arrêté avec le programme.</translation>
  </message>
  <message>
    <source>No decoder could be started ({cause}). Close other programs, then open the exam again.</source>
    <translation>Aucun décodeur n’a pu être démarré ({cause}). Fermez d’autres programmes, puis rouvrez l’examen.</translation>
  </message>
  <message>
    <source>The decoder {decoder} asked for more than 2 GB for this picture. Fetch the exam again.</source>
    <translation>Le décodeur {decoder} a demandé plus de 2 Go pour cette image. Récupérez de nouveau l’examen.</translation>
  </message>
  <message>
    <source>The decoder {decoder} came to no end with this picture in {seconds} s. Fetch the exam again.</source>
    <translation>Le décodeur {decoder} n’a pas abouti en {seconds} s pour cette image. Récupérez de nouveau l’examen.</translation>
  </message>
  <message>
    <source>The decoder {decoder} failed on this picture, which is damaged. Fetch the exam again.</source>
    <translation>Le décodeur {decoder} a échoué sur cette image, qui est endommagée. Récupérez de nouveau l’examen.</translation>
  </message>
  <message>
    <source>There is not enough memory to decode this image.</source>
    <translation>La mémoire ne suffit pas pour décoder cette image.</translation>
  </message>
  <message>
    <source>garonne: “decoder” is for the program itself.</source>
    <translation>garonne : « decoder » est réservé au programme lui-même.</translation>
  </message>
</context>
</TS>
