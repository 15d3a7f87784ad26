<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>commands_render</name>
  <message>
    <source>a DICOM file, or a folder that holds one series</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>a number is expected</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>black for white</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>counted from 1</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>insist on the graphics processor, or on the processor</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>more than 0 mm is expected</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>print JSON</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>size of the picture in pixels</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the image's own plane, or one of the patient's</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the picture to write</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>thickness of a slab</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>what a slab shows (default mip); without --slab through the whole volume</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>where the plane lies, patient millimetres (default the middle)</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>which image, counted from 1 (default: the first of a file, the middle of a series)</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>which of the image's own windows and tables, counted from 1</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>width x height in pixels is expected, such as 512x512, up to {largest}</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>window center and width</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} cannot be written: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} holds no file.</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
