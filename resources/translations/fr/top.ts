<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
  <name>top</name>
  <message>
    <source>The settings file {path} cannot be read ({cause}).</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The settings file {path} is not valid TOML: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>The workstation; with no command it opens its list.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>an archive needs host, port and aet, or url</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>garonne: an unexpected fault: {detail}. Run again with --debug and report it.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>garonne: stopped.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>show tracebacks</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>site profile, TOML (GARONNE_PROFILE)</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>the file</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>two archives have the same name</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>url must start with http:// or https://</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>where the program writes (GARONNE_HOME)</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path} cannot be written ({cause}). Choose another place with --home or GARONNE_HOME.</source>
    <translation type="unfinished"></translation>
  </message>
  <message>
    <source>{path}: {key}: {cause}.</source>
    <translation type="unfinished"></translation>
  </message>
</context>
</TS>
