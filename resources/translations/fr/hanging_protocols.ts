<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>hanging_protocols</name>
  <message>
    <source>Another kernel</source>
    <translation>Autre filtre</translation>
  </message>
  <message>
    <source>Another plane</source>
    <translation>Autre plan</translation>
  </message>
  <message>
    <source>Another view</source>
    <translation>Autre incidence</translation>
  </message>
  <message>
    <source>Another weighting</source>
    <translation>Autre pondération</translation>
  </message>
  <message>
    <source>Fused without a common frame of reference</source>
    <translation>Fusion sans repère commun</translation>
  </message>
  <message>
    <source>In the order of the series</source>
    <translation>Dans l'ordre des séries</translation>
  </message>
  <message>
    <source>Most like the current series: same {features}</source>
    <translation>La plus semblable à la série actuelle : même {features}</translation>
  </message>
  <message>
    <source>No further series {where}</source>
    <translation>Pas d'autre série {where}</translation>
  </message>
  <message>
    <source>No images of this exam are here yet</source>
    <translation>Aucune image de cet examen n'est encore arrivée</translation>
  </message>
  <message>
    <source>No prior to compare</source>
    <translation>Aucun antérieur comparable</translation>
  </message>
  <message>
    <source>No series of this exam is a volume</source>
    <translation>Aucune série de cet examen n'est un volume</translation>
  </message>
  <message>
    <source>No {what} {where}</source>
    <translation>Pas de {what} {where}</translation>
  </message>
  <message>
    <source>No {what}: the next series instead</source>
    <translation>Pas de {what} : série suivante à la place</translation>
  </message>
  <message>
    <source>Only localizers or documents in this exam</source>
    <translation>Seulement des repérages ou des documents dans cet examen</translation>
  </message>
  <message>
    <source>Series</source>
    <translation>Série</translation>
  </message>
  <message>
    <source>The nearest there is to the current series</source>
    <translation>La série la plus proche de l'actuelle</translation>
  </message>
  <message>
    <source>The next series</source>
    <translation>La série suivante</translation>
  </message>
  <message>
    <source>The other side</source>
    <translation>L'autre côté</translation>
  </message>
  <message>
    <source>The same series in another view</source>
    <translation>La même série, autre vue</translation>
  </message>
  <message>
    <source>Thicker slices</source>
    <translation>Coupes plus épaisses</translation>
  </message>
  <message>
    <source>This series is no volume</source>
    <translation>Cette série n'est pas un volume</translation>
  </message>
  <message>
    <source>contrast</source>
    <translation>injection</translation>
  </message>
  <message>
    <source>fat saturation</source>
    <translation>saturation de la graisse</translation>
  </message>
  <message>
    <source>fits every exam</source>
    <translation>convient à tout examen</translation>
  </message>
  <message>
    <source>in the prior</source>
    <translation>dans l'antérieur</translation>
  </message>
  <message>
    <source>in this exam</source>
    <translation>dans cet examen</translation>
  </message>
  <message>
    <source>kernel</source>
    <translation>filtre</translation>
  </message>
  <message>
    <source>no prior to compare</source>
    <translation>aucun antérieur comparable</translation>
  </message>
  <message>
    <source>no protocol fits</source>
    <translation>aucun protocole ne convient</translation>
  </message>
  <message>
    <source>plane</source>
    <translation>plan</translation>
  </message>
  <message>
    <source>side</source>
    <translation>côté</translation>
  </message>
  <message>
    <source>view</source>
    <translation>incidence</translation>
  </message>
  <message>
    <source>weighting</source>
    <translation>pondération</translation>
  </message>
  <message>
    <source>with {modalities}</source>
    <translation>avec {modalities}</translation>
  </message>
  <message>
    <source>{count} monitor</source>
    <translation>{count} écran</translation>
  </message>
  <message>
    <source>{count} monitors</source>
    <translation>{count} écrans</translation>
  </message>
  <message>
    <source>{count} prior to compare</source>
    <translation>{count} antérieur comparable</translation>
  </message>
  <message>
    <source>{count} priors to compare</source>
    <translation>{count} antérieurs comparables</translation>
  </message>
  <message>
    <source>{name}, {page} of {pages}</source>
    <translation>{name}, {page} sur {pages}</translation>
  </message>
  <message>
    <source>{path}, line {line}: {key}: there is no {name}.</source>
    <translation>{path}, ligne {line} : {key} : {name} n'existe pas.</translation>
  </message>
  <message>
    <source>{spec} does not describe monitors. Write COUNTxWIDTHxHEIGHT, for example 2x1536x2048 or 1920x1080.</source>
    <translation>{spec} ne décrit pas des écrans. Écrire NOMBRExLARGEURxHAUTEUR, par exemple 2x1536x2048 ou 1920x1080.</translation>
  </message>
  <message>
    <source>{what}: the best of {count}</source>
    <translation>{what} : la meilleure de {count}</translation>
  </message>
  <message>
    <source>{what}: the only one</source>
    <translation>{what} : la seule</translation>
  </message>
</context>
</TS>
