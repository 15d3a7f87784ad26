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
    <source>Birth date and sex agree, the name nearly: name in use, spelling or order</source>
    <translation>Date de naissance et sexe concordent, le nom presque : nom d'usage, orthographe ou ordre</translation>
  </message>
  <message>
    <source>Exam without description</source>
    <translation>Examen sans libellé</translation>
  </message>
  <message>
    <source>LATER EXAM, {span}</source>
    <translation>EXAMEN POSTÉRIEUR, {span}</translation>
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
    <source>same day</source>
    <translation>même jour</translation>
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
