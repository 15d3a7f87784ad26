<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>rendering</name>
  <message>
    <source>A painted volume: colours are not tissue, nothing is to be measured.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>A picture of {width} x {height} pixels is larger than can be drawn.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Image {number} of {count}: {cause}</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Maximum of the whole volume</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Maximum over {mm} mm</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Mean of the whole volume</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Mean over {mm} mm</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Minimum of the whole volume</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Minimum over {mm} mm</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>No OpenGL on this machine: nothing can be drawn. Run “garonne doctor”.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Reformatted: computed between slices.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The graphics driver did not answer within {seconds} s.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The graphics driver failed while it was tried.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The plane at {at} mm misses the volume, which lies from {low} to {high} mm.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>There are {count} series here: name the folder or file of one.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>There is no graphics processor here, only {renderer}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>There is no image in it: the file holds no pixels.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>There is no image {number}: there are {count}, counted from 1.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>There is no window {number}: the image has {count}, counted from 1.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>These images do not form a volume: only the images themselves can be shown (--plane native).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>colours and opacities lie between 0 and 1</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>max</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>mean</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>min</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the points must grow from one to the next</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} cannot be read: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path}: {key}: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{ready} of {total} images are here.</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
