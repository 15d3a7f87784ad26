<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>studies</name>
  <message>
    <source> and </source>
    <translation> et </translation>
  </message>
  <message>
    <source>Another person? {why}</source>
    <translation>Autre personne ? {why}</translation>
  </message>
  <message>
    <source>Birth date and sex agree, the name nearly: name in use, spelling or order</source>
    <translation>Date de naissance et sexe concordent, le nom presque : nom d'usage, orthographe ou ordre</translation>
  </message>
  <message>
    <source>Exam without description</source>
    <translation>Examen sans libellé</translation>
  </message>
  <message>
    <source>Identity probable: {why}</source>
    <translation>Identité probable : {why}</translation>
  </message>
  <message>
    <source>LATER EXAM, {span}</source>
    <translation>EXAMEN POSTÉRIEUR, {span}</translation>
  </message>
  <message>
    <source>Little in common, {region}</source>
    <translation>Peu en commun, {region}</translation>
  </message>
  <message>
    <source>Neighbouring region, {region}</source>
    <translation>Région voisine, {region}</translation>
  </message>
  <message>
    <source>Other region, {region}</source>
    <translation>Autre région, {region}</translation>
  </message>
  <message>
    <source>PRIOR, date unknown</source>
    <translation>ANTÉRIEUR, date inconnue</translation>
  </message>
  <message>
    <source>PRIOR, {span}</source>
    <translation>ANTÉRIEUR, {span}</translation>
  </message>
  <message>
    <source>Region not told</source>
    <translation>Région non précisée</translation>
  </message>
  <message>
    <source>Region of the current exam not told</source>
    <translation>Région de l'examen actuel non précisée</translation>
  </message>
  <message>
    <source>Same ID</source>
    <translation>Même IPP</translation>
  </message>
  <message>
    <source>Same ID and birth date, name incomplete</source>
    <translation>Même IPP et même date de naissance, nom incomplet</translation>
  </message>
  <message>
    <source>Same ID and name, birth date unknown</source>
    <translation>Même IPP et même nom, date de naissance inconnue</translation>
  </message>
  <message>
    <source>Same ID from the same issuer</source>
    <translation>Même IPP du même émetteur</translation>
  </message>
  <message>
    <source>Same ID, but name or birth date is missing</source>
    <translation>Même IPP, mais le nom ou la date de naissance manque</translation>
  </message>
  <message>
    <source>Same ID, name, birth date and sex</source>
    <translation>Mêmes IPP, nom, date de naissance et sexe</translation>
  </message>
  <message>
    <source>Same INS</source>
    <translation>Même INS</translation>
  </message>
  <message>
    <source>Same name and birth date; the equal ID is from another issuer</source>
    <translation>Mêmes nom et date de naissance ; l'IPP identique vient d'un autre émetteur</translation>
  </message>
  <message>
    <source>Same name, birth date and sex, other ID</source>
    <translation>Mêmes nom, date de naissance et sexe, autre IPP</translation>
  </message>
  <message>
    <source>Same name, birth date and sex, under two IDs of one site</source>
    <translation>Mêmes nom, date de naissance et sexe, sous deux IPP du même site</translation>
  </message>
  <message>
    <source>Same region, {region}</source>
    <translation>Même région, {region}</translation>
  </message>
  <message>
    <source>Shows the same region, {region}</source>
    <translation>Montre la même région, {region}</translation>
  </message>
  <message>
    <source>Too little is known: no shared identifier, and name or birth date is missing</source>
    <translation>Trop peu d'éléments : aucun identifiant commun, et le nom ou la date de naissance manque</translation>
  </message>
  <message>
    <source>Two different INS</source>
    <translation>Deux INS différents</translation>
  </message>
  <message>
    <source>Unknown patient</source>
    <translation>Patient inconnu</translation>
  </message>
  <message>
    <source>another birth date</source>
    <translation>autre date de naissance</translation>
  </message>
  <message>
    <source>another family name</source>
    <translation>autre nom de famille</translation>
  </message>
  <message>
    <source>another given name</source>
    <translation>autre prénom</translation>
  </message>
  <message>
    <source>another name</source>
    <translation>autre nom</translation>
  </message>
  <message>
    <source>another sex</source>
    <translation>autre sexe</translation>
  </message>
  <message>
    <source>beyond the number of priors to fetch</source>
    <translation>au-delà du nombre d'antérieurs à rapatrier</translation>
  </message>
  <message>
    <source>both sides</source>
    <translation>des deux côtés</translation>
  </message>
  <message>
    <source>left side only</source>
    <translation>côté gauche seul</translation>
  </message>
  <message>
    <source>other modality, {modality}</source>
    <translation>autre modalité, {modality}</translation>
  </message>
  <message>
    <source>other side</source>
    <translation>autre côté</translation>
  </message>
  <message>
    <source>right side only</source>
    <translation>côté droit seul</translation>
  </message>
  <message>
    <source>same day</source>
    <translation>même jour</translation>
  </message>
  <message>
    <source>same modality, {modality}</source>
    <translation>même modalité, {modality}</translation>
  </message>
  <message>
    <source>same side, left</source>
    <translation>même côté, gauche</translation>
  </message>
  <message>
    <source>same side, right</source>
    <translation>même côté, droit</translation>
  </message>
  <message>
    <source>side not told</source>
    <translation>côté non précisé</translation>
  </message>
  <message>
    <source>the file</source>
    <translation>le fichier</translation>
  </message>
  <message>
    <source>{count} day</source>
    <translation>{count} jour</translation>
  </message>
  <message>
    <source>{count} days</source>
    <translation>{count} jours</translation>
  </message>
  <message>
    <source>{count} month</source>
    <translation>{count} mois</translation>
  </message>
  <message>
    <source>{count} months</source>
    <translation>{count} mois</translation>
  </message>
  <message>
    <source>{count} year</source>
    <translation>{count} an</translation>
  </message>
  <message>
    <source>{count} years</source>
    <translation>{count} ans</translation>
  </message>
  <message>
    <source>{path} cannot be read ({cause}).</source>
    <translation>{path} est illisible ({cause}).</translation>
  </message>
  <message>
    <source>{path} has no column {name}; it needs {columns}.</source>
    <translation>{path} n'a pas de colonne {name} ; il faut {columns}.</translation>
  </message>
  <message>
    <source>{path} is not UTF-8 text. Save it again as UTF-8.</source>
    <translation>{path} n'est pas du texte UTF-8. L'enregistrer de nouveau en UTF-8.</translation>
  </message>
  <message>
    <source>{path} is not a CSV file: {cause}.</source>
    <translation>{path} n'est pas un fichier CSV : {cause}.</translation>
  </message>
  <message>
    <source>{path} is not valid TOML: {cause}.</source>
    <translation>{path} n'est pas du TOML valide : {cause}.</translation>
  </message>
  <message>
    <source>{path}, line {line}: case {name} has two current exams.</source>
    <translation>{path}, ligne {line} : le cas {name} a deux examens actuels.</translation>
  </message>
  <message>
    <source>{path}, line {line}: days_before is no number of days.</source>
    <translation>{path}, ligne {line} : days_before n'est pas un nombre de jours.</translation>
  </message>
  <message>
    <source>{path}, line {line}: role must be current or candidate, and case must be told.</source>
    <translation>{path}, ligne {line} : role doit être current ou candidate, et case doit être rempli.</translation>
  </message>
  <message>
    <source>{path}, line {line}: {key}: there is no {name}.</source>
    <translation>{path}, ligne {line} : {key} : {name} n'existe pas.</translation>
  </message>
  <message>
    <source>{path}, line {line}: {key}: {cause}.</source>
    <translation>{path}, ligne {line} : {key} : {cause}.</translation>
  </message>
  <message>
    <source>{path}: case {name} has no current exam.</source>
    <translation>{path} : le cas {name} n'a pas d'examen actuel.</translation>
  </message>
  <message>
    <source>{span} ago</source>
    <translation>il y a {span}</translation>
  </message>
  <message>
    <source>{span} later</source>
    <translation>{span} après</translation>
  </message>
  <message>
    <source>{what}, but {difference}</source>
    <translation>{what}, mais {difference}</translation>
  </message>
  <message>
    <source>{what}; the name is written otherwise</source>
    <translation>{what} ; le nom est écrit autrement</translation>
  </message>
  <message>
    <source>{years} y</source>
    <translation>{years} ans</translation>
  </message>
</context>
</TS>
