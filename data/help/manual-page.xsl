<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later
     A manual page, in UTF-8, onto the standard output. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="http://docbook.sourceforge.net/release/xsl-ns/current/manpages/docbook.xsl"/>
  <xsl:param name="man.authors.section.enabled" select="0"/>
  <xsl:param name="man.copyright.section.enabled" select="0"/>
  <xsl:param name="man.output.quietly" select="1"/>
  <xsl:param name="man.charmap.use.subset" select="0"/>
  <xsl:param name="man.output.encoding">UTF-8</xsl:param>
  <!-- The same bytes from the same sources: the day of the release, not the one on which it was made. -->
  <xsl:param name="day"/>
  <xsl:template name="get.refentry.date">
    <xsl:value-of select="$day"/>
  </xsl:template>
</xsl:stylesheet>
