<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>hanging_protocols</name>
  <message>
    <source>{spec} does not describe monitors. Write COUNTxWIDTHxHEIGHT, for example 2x1536x2048 or 1920x1080.</source>
    <translation>{spec} ne décrit pas des écrans. Écrire NOMBRExLARGEURxHAUTEUR, par exemple 2x1536x2048 ou 1920x1080.</translation>
  </message>
</context>
</TS>
