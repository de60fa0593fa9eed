"""Names of companies and of people, from many alphabets' corners."""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.replace("\n", ",").split(",") if name.strip())


COMPANIES = _listed("""
Northwind Freight, Kestrel Analytics, Łódź Textiles, Bäckerei Grünwald, Solberg Marine
Ørsted & Søn, Halcyon Health, Pont-Neuf Logistique, Vega Robotics, Crème & Co, Tideway Water
Ironbark Mining, São Bento Foods, Lumen Grid, Pinecrest Hotels, Quokka Travel, Zürcher Präzision
Mistral Énergie, Blue Heron Bank, Oakline Furniture, Šumava Glass, Copperfield Retail
Delta Prime Pharma, Fjord Seafood, Granite Mutual, Harbor & Sons, İzmir Lojistik, Juniper Schools
Kōbe Instruments, Larkspur Media, Meridian Rail, Nimbus Insurance, Otter Creek Dairy
Paloma Airlines, Redwood Tools, Saffron Kitchens, Thistle & Rye, Umbra Lighting, Viento Solar
Westbrook Paper, Xenia Labs, Yarrow Clinics, Zephyr Cargo, Alder Construction, Brightwater Parks
Cinder Steel, Dovetail Homes, Ember Games, Foxglove Care, Garnet Legal, Hazel Publishing
Isar Maschinenbau
""")

FIRST = _listed("""
Ingrid, Tomás, Priya, Jürgen, Anaïs, Wei, Oluwaseun, Marta, Lee, Søren, Fatima, Dmitri, Aiko, Niamh
Renée, Carlos, Zofia, Omar, Hannah, Björn, Thandi, Luca, Yara, Piotr
""")

LAST = _listed("""
Solberg, Herrera, Raghavan, Weiß, Lefèvre, Zhang, Adeyemi, Kowalska, O'Neill, Jørgensen, Haddad
Volkov, Tanaka, Byrne, Dupont, Vásquez, Nowak, Farouk, Schmidt, Åkesson, Dlamini, Rossi
Haddad-Costa, Wójcik
""")
