<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later
     The guide as one page for a browser, with its style inside. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="http://docbook.org/ns/docbook"
                exclude-result-prefixes="d">
  <xsl:import href="http://docbook.sourceforge.net/release/xsl-ns/current/html/docbook.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:param name="docbook.css.source"/>
  <xsl:param name="make.clean.html" select="1"/>
  <xsl:param name="make.graphic.viewport" select="0"/>
  <xsl:param name="table.borders.with.css" select="0"/>
  <xsl:param name="generate.id.attributes" select="1"/>
  <xsl:param name="generate.toc">book toc,title</xsl:param>
  <xsl:param name="toc.section.depth" select="1"/>
  <xsl:param name="section.autolabel" select="0"/>
  <xsl:param name="section.label.includes.component.label" select="0"/>
  <xsl:param name="formal.title.placement">figure after</xsl:param>
  <xsl:param name="ulink.target"/>
  <!-- The same bytes from the same sources. -->
  <xsl:param name="generate.consistent.ids" select="1"/>
  <xsl:template name="root.attributes"><xsl:attribute name="lang">de</xsl:attribute></xsl:template>
  <xsl:template name="user.head.content">
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <style><xsl:text disable-output-escaping="yes">
:root { color-scheme: light dark; --text: #241f31; --quiet: #5e5c64; --line: #deddda; --soft: #f6f5f4; --link: #1a5fb4;
  --orange: #c64600; --yellow: #ae7b03; }
@media (prefers-color-scheme: dark) { :root { --text: #f6f5f4; --quiet: #c0bfbc; --line: #5e5c64; --soft: #302d3b;
  --link: #99c1f1; --orange: #ffa348; --yellow: #f8e45c; } }
html { font-family: Cantarell, "Adwaita Sans", system-ui, sans-serif; line-height: 1.55; }
body { max-width: 48rem; margin: 2rem auto; padding: 0 1.2rem; color: var(--text); hyphens: auto; }
h1, h2, h3, h4 { line-height: 1.25; hyphens: none; }
h1.title { font-size: 2.2rem; margin-bottom: 0; }
.abstract-title { display: none; }
.legalnotice { color: var(--quiet); font-size: 0.9em; }
h2.subtitle { color: var(--quiet); font-weight: normal; margin-top: 0.2rem; }
div.chapter { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); }
div.section { margin-top: 2.2rem; }
a { color: var(--link); }
.toc dl, .toc dd { margin: 0.1rem 0 0.1rem 1.2rem; }
.toc > dl { margin-left: 0; }
.toc dt { margin-top: 0.15rem; }
.guilabel, .computeroutput { font-weight: 600; font-family: inherit; }
code.computeroutput { font-size: inherit; }
kbd { border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 5px; padding: 0 0.35em; background: var(--soft);
  font-family: inherit; font-size: 0.9em; white-space: nowrap; }
.command, .filename, .option { font-family: "Source Code Pro", monospace; font-size: 0.92em; overflow-wrap: anywhere;
  hyphens: none; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { border: 1px solid var(--line); padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; }
th { background: var(--soft); }
.figure { margin: 1.5rem 0; }
.figure-break { display: none; }
.figure img { max-width: 100%; max-height: 36rem; width: auto; height: auto; border: 1px solid var(--line); border-radius: 8px; display: block;
  margin: 0 auto; }
.figure-title { text-align: center; color: var(--quiet); font-size: 0.92em; font-weight: normal; }
.note, .warning, .caution { border-left: 4px solid var(--link); background: var(--soft); padding: 0.2rem 1rem; margin: 1rem 0;
  border-radius: 0 8px 8px 0; }
.note > .title, .warning > .title, .caution > .title { font-size: 1rem; margin: 0.5rem 0 0; }
.note > p, .warning > p, .caution > p { margin-top: 0.2rem; }
.warning { border-color: var(--orange); }
.caution { border-color: var(--yellow); }
.step, .listitem { margin: 0.4rem 0; }
.step > p, .listitem > p { margin: 0; }
dt { margin-top: 0.6rem; }
.variablelist dt { font-weight: 600; }
@media print { body { max-width: none; font-size: 10.5pt; } div.chapter { break-before: page; border: none; margin-top: 0; }
  .figure, tr, .note, .warning, .caution { break-inside: avoid; } h2, h3, h4 { break-after: avoid; }
  .figure img { max-height: 11cm; } a { color: inherit; text-decoration: none; } }
    </xsl:text></style>
  </xsl:template>
  <xsl:template match="d:keycap" mode="keys">
    <kbd><xsl:value-of select="."/></kbd>
  </xsl:template>
  <xsl:template match="d:keycap"><xsl:apply-templates select="." mode="keys"/></xsl:template>
  <xsl:template match="d:keycombo">
    <xsl:for-each select="d:keycap">
      <xsl:if test="position() > 1">+</xsl:if>
      <xsl:apply-templates select="." mode="keys"/>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
