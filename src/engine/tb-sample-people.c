/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sample's customers and queues. The telephone numbers are among those kept for films. */
#include "config.h"

#include "tb-sample-private.h"

/* clang-format off */
const TbSampleCustomer tb_sample_hotel = {
  "Hotel Seeblick", "Derya Yıldız", "+49 40 66969 120", "Uferweg 3", "24103", "Kiel" };
const TbSampleCustomer tb_sample_tax = {
  "Steuerbüro Lenz", "Cordula Lenz", "+49 40 66969 184", "Kieler Straße 41", "24340", "Eckernförde" };
const TbSampleCustomer tb_sample_cars = {
  "Autohaus Kern GmbH", "Torben Kern", "+49 40 66969 215", "Büsumer Straße 108", "24768", "Rendsburg" };
const TbSampleCustomer tb_sample_clinic = {
  "Praxisklinik Nord", "Dr. Ilse Hagedorn", "+49 40 66969 330", "Am Park 12", "24939", "Flensburg" };
const TbSampleCustomer tb_sample_painter = {
  "Malerbetrieb Brandt", "Sönke Brandt", "+49 171 39200 14", "Werftstraße 77", "24143", "Kiel" };
const TbSampleCustomer tb_sample_shipping = {
  "Reederei Thomsen", "Katharina Oehler", "+49 40 66969 452", "Am Kaiserkai 20", "20457", "Hamburg" };
const TbSampleCustomer tb_sample_school = {
  "Schulverbund Fördeufer", "Henning Paulsen", "+49 40 66969 507", "Schulstraße 5", "24376", "Kappeln" };
const TbSampleCustomer tb_sample_bakery = {
  "Bäckerei Claasen", "Wiebke Claasen", "+49 171 39200 31", "Mühlenstraße 18", "23552", "Lübeck" };

/* The partner's. */
const TbSampleCustomer tb_sample_dairy = {
  "Molkerei Sonnhof", "Vroni Endres", "+49 89 99998 140", "Peutestraße 22", "20539", "Hamburg" };
const TbSampleCustomer tb_sample_sports = {
  "Bergsport Lechner", "Matthias Lechner", "+49 89 99998 262", "Breite Straße 30", "23552", "Lübeck" };
const TbSampleCustomer tb_sample_brewery = {
  "Brauhaus Kirchweih", "Anton Seitz", "+49 89 99998 371", "Kaistraße 11", "24114", "Kiel" };

const TbSampleText tb_sample_server = { "Server", "Servers" };
const TbSampleText tb_sample_network = { "Netzwerk", "Network" };
const TbSampleText tb_sample_desk = { "Arbeitsplatz", "Workplace" };
const TbSampleText tb_sample_security = { "Sicherheit", "Security" };
/* clang-format on */
