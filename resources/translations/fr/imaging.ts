<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>imaging</name>
  <message>
    <source>A mosaic: many slices tiled in one picture. It is shown flat, without positions.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>BitsStored contradicts BitsAllocated; all allocated bits are read.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Each image has another orientation: no volume can be made of them.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Frame {index} is not in the file.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Lossy compression: {how}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Millimetres are those at the detector, not at the patient.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Millimetres follow from an estimated magnification.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>No SUV: {tags} missing or unusable.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Only {percent} % of the pixels are in the file: too few to show.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Pictures of {photometric} with {samples} samples of {bits} bits cannot be shown.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Rows or Columns is missing.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>Text is burned into the pixels.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The compressed picture has no readable header.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The compressed picture is damaged ({decoder}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The compressed picture is {columns} x {rows} with {samples} samples, its header says {header_columns} x {header_rows} with {header_samples}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The deflated data set grows past {limit} MB and was refused.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The deflated data set is damaged.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The file ends before its data set.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The file ends before its pixels.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The file is damaged: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The file is empty.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The file lacks UIDs that tell its image, series and study: it is shown alone.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The file nests its sequences too deep.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The file says it is DICOM but holds no image or document.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The gantry is tilted by {degrees}°; reformatted planes are corrected for it.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The image has no calibration: lengths are in pixels.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The image says it is {columns} x {rows}: too large to be shown.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The image says {image} and its series {series}: check the side.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The images are numbered from {first} on: earlier ones are not here.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The images do not say where they lie: no planes, no lengths between images.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The palette of this image is missing or damaged.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The pixels are cut short: {percent} % of them are in the file.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The slices do not lie straight one above the other. Reformatted planes follow them.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The spacing changes from slice to slice: {low} to {high} mm. Reformatted planes follow it.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The transfer syntax {uid} is not known.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>There is not enough memory to decode this image.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>This is a video ({kind}); this version shows single images only.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>This is not a DICOM file.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>This object holds no picture.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>axial</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>coronal</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>duplicates</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>incomplete</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>localizer</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>lossy</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>oblique</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>sagittal</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{bits} bits a sample cannot be shown.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} image came twice; it is shown once.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} image does not complete a time point.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} image lies where another already is.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} images came twice; they are shown once.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} images do not complete a time point.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} images lie where others already are.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} of {total} images: {said}</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} slice is missing, after slice {after}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} slices are missing, after slices {after}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{count} time points or phases at each of {slices} positions.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{found} of {claimed} frames are in the file.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} cannot be read: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} does not exist.</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
