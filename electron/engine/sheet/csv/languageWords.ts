/**
 * Words of people, places and headings of tables in each language, written as they are: what letters stand beside each
 * other in it is learnt from them. Languages of Latin letters have words with their own letters above all, since ASCII
 * letters tell no encodings apart.
 */
export const cyrillicWords: Readonly<Record<string, string>> = {
  russian: `м ж д н да нет муж жен мужской женский мужчина женщина имя фамилия отчество фио почта адрес телефон мобильный город улица дом
    квартира дата рождения пол возраст сумма количество цена товар код номер счёт счет карта баллы скидка заказ клиент покупатель менеджер организация
    контрагент наименование комментарий статус согласие рассылка подписка регион область край республика район страна индекс договор остаток артикул
    единица итого всего дней руб шт россия москва санкт петербург новосибирск екатеринбург казань нижний новгород челябинск самара омск ростов
    уфа красноярск воронеж пермь волгоград краснодар саратов тюмень тольятти ижевск барнаул ульяновск иркутск хабаровск ярославль владивосток
    махачкала томск оренбург кемерово новокузнецк рязань астрахань пенза липецк киров чебоксары тула калининград курск ставрополь тверь
    магнитогорск сочи иваново брянск белгород сургут владимир архангельск чита калуга смоленск вологда орёл королёв псков
    иванов иванова смирнов кузнецов попов васильев петров соколов михайлов новиков федоров фёдоров морозов волков алексеев лебедев семенов семёнов егоров
    павлов козлов степанов николаев орлов андреев макаров никитин захаров зайцев соловьёв борисов яковлев григорьев романов воробьев сергеев
    кузьмин фролов александров дмитриев королев гусев киселев ильин максимов поляков сорокин виноградов ковалев белов медведев антонов тарасов жуков баранов
    филиппов комаров давыдов беляев герасимов богданов осипов сидоров матвеев титов марков миронов крылов куликов карпов власов мельников денисов гаврилов
    тихонов казаков афанасьев данилов савельев тимофеев фомин чернов абрамов мартынов ефимов федотов щербаков назаров калинин исаев чернышев быков маслов родионов
    щукин цветков юдин шилов хохлов эдуард ёлкин жданов ершов объедков подъезд
    александр алексей андрей анна анастасия антон артём артем борис вадим валентина валерий василий вера виктор виктория виталий владимир владислав галина
    георгий григорий дарья денис дмитрий евгений евгения екатерина елена елизавета иван игорь илья инна ирина кирилл константин ксения лариса леонид лидия любовь
    людмила максим маргарита марина мария михаил надежда наталья наталия никита николай нина оксана олег ольга павел пётр петр полина роман руслан светлана семён
    сергей софья станислав степан тамара татьяна тимур ульяна фёдор федор эльвира юлия юрий яна ярослав ярослава
    александрович алексеевна андреевна васильевич викторовна владимирович дмитриевна евгеньевич иванович ивановна михайловна николаевич олегович павловна петрович
    сергеевна сергеевич юрьевна юрьевич ооо зао оао ип общество ограниченной ответственностью завод торговый склад магазин проспект ленина мира советская переулок шоссе
    на по для без или это как что все новый старый активный заблокирован привет мир спасибо здравствуйте и в с к о у а я`,
  ukrainian: `ч ж так ні чоловік жінка ім'я прізвище пошта адреса місто вулиця телефон дата народження стать сума кількість ціна україна київ харків
    одеса дніпро львів запоріжжя вінниця херсон полтава чернігів черкаси житомир суми хмельницький чернівці рівне тернопіль луцьк ужгород кропивницький
    шевченко коваленко бондаренко ткаченко кравченко олійник шевчук поліщук мельник кравець гончаренко лисенко марченко савченко руденко петренко
    ґудзь їжак єрмоленко кузьменко андрій анатолій валерій віктор вікторія віталій володимир дмитро євген євгенія ігор ірина катерина юлія людмила
    микола михайло наталія олександр олексій оксана ольга павло петро роман сергій світлана тарас тетяна юрій ярослав зінаїда раїса київська область
    україни січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень понеділок п'ятниця неділя знижка замовлення клієнт`,
  bulgarian: `м ж да не мъж жена име фамилия презиме поща адрес град улица телефон дата раждане пол сума количество цена българия софия пловдив варна бургас
    русе стара загора плевен сливен добрич шумен перник хасково ямбол пазарджик благоевград велико търново враца габрово асеновград видин казанлък
    кърджали кюстендил монтана димитров иванов георгиев петров николов христов стоянов тодоров ангелов василев атанасов йорданов маринов
    димитър георги иван петър христо стоян тодор йордан васил атанас красимир пламен божидар мария елена иванка пенка йорданка радка стефка цветелина
    десислава гергана виолетка ивайло съединение българска държава област община квартал бульвард площад къща ъгъл събота неделя понеделник
    клиент отстъпка поръчка съгласие`,
  serbian: `м ж да не мушки женски име презиме пошта адреса град улица телефон датум рођења пол износ цена србија београд нови сад ниш крагујевац
    суботица зрењанин панчево чачак краљево нови пазар лесковац ужице ваљево врање шабац сомбор пожаревац пирот јовановић петровић николић марковић
    ђорђевић стојановић илић станковић павловић милошевић јелена милица ивана ђорђе љубица њего љубомир душан јован снежана зоран драган
    џорџ жељко вељко наташа тања`,
  belarusian: `м ж так не імя прозвішча пошта адрас горад вуліца тэлефон дата нараджэння беларусь мінск гомель магілёў віцебск гродна брэст бабруйск
    баранавічы барысаў пінск орша мазыр салігорск наваполацк ліда аляксандр аляксей андрэй ганна дзмітрый яўген кацярына алена ўладзімір сяргей
    таццяна юрый іваноў пятроў кавалёў жук мельнік караткевіч быкаў дзяржаўны ўніверсітэт`,
};

export const westernWords: Readonly<Record<string, string>> = {
  german: `müller schäfer schröder krüger köhler möller könig jäger günther groß weiß bäcker schütz kühn böhm krämer lüdtke fuß strauß hübner löwe vögel
    jürgen günter björn jörg käthe sören bärbel rüdiger götz größe grüße grüße füße füßli weißöhr straße münchen köln düsseldorf nürnberg zürich würzburg
    göttingen lübeck osnabrück saarbrücken münster tübingen fürth österreich übach mönchengladbach größte schön für über männlich weiblich geschäft geschäftsführer
    stück preis menge schlüssel kundennummer höhe länge büro prüfung bestätigt ungültig gültig geändert löschen küche tür häuser mädchen öl ärzte äpfel
    gemäß außen maß schließen heißt weißer dreißig süß grün fünf zwölf märz königsberg schönefeld möbel händler wörth`,
  french: `françois françoise hélène renée rené andré josé élise éric étienne zoé chloé noël joël raphaël gaëlle anaïs loïc benoît jérôme jérémy frédéric
    cédric sébastien stéphane stéphanie geneviève thérèse michèle irène adèle cécile céline amélie aurélie mélanie valérie béatrice léa lætitia désirée
    lefèvre lefebvre durée fournière rivière barrière pépin gérard béranger bézier hébert mérimée château chêne forêt hôtel île être même fête tête
    orléans béziers nîmes besançon saint-étienne angoulême évreux alençon châteauroux compiègne montréal québec genève liège belgique suisse
    prénom adresse téléphone société entreprise numéro quantité référence civilité âge né née où à là déjà très après février août décembre
    marié célibataire français française étranger intérêt garçon leçon façade reçu ça commerçant crème pièce père mère frère élève première dernière
    événement précédent modèle système problème règle siècle naïf maïs cœur sœur œuvre bœuf goût coût sûr dû mûr brûlé août général sécurité qualité égalité`,
  portuguese: `joão josé antônio antónio conceição assunção encarnação anunciação são gonçalves araújo magalhães guimarães simões camões fernão estevão
    sebastião simão adão abraão romão falcão leitão brandão aragão césar cézar márcia márcio sérgio sílvia patrícia lúcia lúcio luís luísa inês
    mônica mónica verônica antônia fátima flávio flávia cláudia cláudio fábio júlia júlio vinícius letícia cecília célia natália débora bárbara
    coração informação descrição endereço número código situação observação avaliação ação razão região religião mão não irmão irmã manhã maçã
    paraná goiânia brasília maceió florianópolis vitória santarém belém amapá piauí ceará maranhão rondônia marília águas évora setúbal guimarães
    três português você avó avô até só já está é três mês pôr lições corações milhões opiniões pães alemães mães atenção função educação preço serviço
    março terça sábado terceiro país saída família período relatório salário usuário histórico responsável telefónico açores peças praça graça`,
  spanish: `josé maría jesús ángel ángeles andrés ramón víctor martín joaquín agustín adrián iván rubén óscar raúl raquel sofía lucía mónica verónica
    inés belén rocío concepción asunción encarnación garcía gonzález rodríguez fernández lópez martínez sánchez pérez gómez jiménez díaz hernández
    álvarez muñoz gutiérrez vázquez ramírez suárez domínguez núñez ibáñez peña nuñez castaño ordóñez cañas zúñiga avilés málaga cádiz córdoba almería jaén
    cáceres león ávila méxico bogotá medellín perú panamá asunción españa coruña logroño señor señora niño niña año años mañana compañía dirección
    teléfono número código descripción población provincia país sí más está también días cumpleaños contraseña correo electrónico género fútbol
    pingüino vergüenza güemes nicolás tomás matías benjamín`,
  italian: `niccolò giosuè nicolò noè josè andrò perché città università qualità società età libertà già più può però così sì è lunedì martedì mercoledì
    giovedì venerdì là lì giù né sé forlì cantù mondovì salò patti caffè tè bontà novità attività modalità quantità località comunità nazionalità papà
    menù tribù virtù metà verità felicità pubblicità nardò`,
  danish: `sørensen jørgensen møller nørgård kjær bøgh søgaard skovgård ærø århus ålborg køben køge næstved græsted sønder østergaard åse åge
    lærke søren bjørn jørn børge håkon pål ståle øystein øyvind ørjan tromsø bodø ålesund bærum ås røros drøbak vågå hønefoss nørre vestergård
    kvinde mænd mand født fødselsdato før år på være også større køn by gade postnr købmand bestilling øst sør vest nord øer øerne ø å øy øya østlige
    københavn rødovre brønderslev tårnby tønder sæby hjørring ringkøbing færøerne grønland småøer sydøst hvid værdi beløb mængde nummer løn grøn blå
    måned uge søndag lørdag gård gårdsplads ændret ønske lægge præst tjæreby vælg sæson nær både når får går står mål håb måske skål ærlig
    tilføje høj lav fjord sjælland bæk lundbæk holbæk kærgaard åkjær nygård ødegård solbjørg æble øl ål færdig kærlighed selvstændig
    græsk fransk dansk svensk græker grækenland østrig ækvator ækvatorial rumænien ukraine afrikanske træ`,
  swedish: `malmö göteborg västerås örebro linköping jönköping norrköping umeå gävle borås södertälje växjö östersund luleå åkesson åberg öberg sjöberg
    sjöström lindström bergström nyström söderström björk björklund hägg hägglund lövgren öhman åström pär göran håkan örjan märta mälaren skåne
    småland åsa björn för på är år även också två åtta före född kön gata ort värde antal mängd beställning öst söder norr väster öar öarna ön ö å
    sjö höjd grön blå måndag lördag söndag mars måste åland färöarna nederländerna österrike frankrike
    mäkinen hämäläinen järvinen lehtonen jyväskylä hyvinkää hämeenlinna pyhäjärvi nykänen väisänen räikkönen häkkinen pääkkönen kärkkäinen
    saarijärvi ääni äiti öljy jääskeläinen itävalta syntymäaika määrä päivä hyvä tämä mitä sähköposti työ yö pöytä väestö venäjä länsi itä pohjois
    etelä saaret keskiafrikka päiväntasaajan`,
  estonian: `tõnu õnne võru põlva jõgeva pärnu tüür jüri küllike rõõm kõrvits sõber õun põld mõis jõgi kõiv lõuna põhja lääne hõim sõda võsa nõmme
    mägi mäe pärn rätsep sepp lõhmus tõnis kärt jõhvi kohtla järve rõuge võhma põltsamaa kõpu käsmu lääne-viru hääl häda õpetaja õnn õhtu öö töö
    külm küla mõõt hüvasti sünniaeg sünd nõusolek mõlemad võrk tšehhi šveits šoti žürii saared põhjamariaani vööt tõde prantsuse türgi türkmenistan
    küpros süüria täht hõbe kõrge lühike pühapäev esmaspäev teisipäev kolmapäev neljapäev laupäev jaanuar märts`,
  icelandic: `þór þórður guðrún sigríður ásgeir jón ólafur reykjavík kópavogur akureyri ísafjörður sæmundur þorsteinn guðmundur björn sigurður kristín
    jóhanna jóhann stefán hafnarfjörður garðabær mosfellsbær húsavík selfoss fjörður eyja eyjar þýskaland ísland bretland suður norður austur vestur
    sænska það við með að frá þegar einnig maður kona fæðingardagur nafn götu bær símanúmer öll ár þín mín hér ný lýðveldið ríki sameinuðu`,
  dutch: `daniël michaël raphaël zoë chloë noë joël israël belgië italië financiën coördinatie geïnteresseerd reünie oekraïne één vóór café privé crème
    cliënt patiënt ideeën zeeën industriële officiële curaçao ruïne`,
};

export const centralWords: Readonly<Record<string, string>> = {
  polish: `łukasz wiśniewski wójcik kamiński lewandowski zieliński szymański woźniak dąbrowski kozłowski jankowski mazur krawczyk piotrowski
    grabowski pawłowski michalski król wróbel jabłoński wieczorek nowakowski majewski olszewski stępień malinowski jaworski dudek górski wąsik żak
    łódź kraków wrocław poznań gdańsk białystok częstochowa rzeszów toruń sosnowiec kielce gliwice zabrze olsztyn bielsko rybnik opole elbląg płock
    wałbrzych włocławek tarnów chorzów koszalin kalisz legnica grudziądz jaworzno słupsk jastrzębie zdrój świdnica świętochłowice zamość łomża bełchatów
    małgorzata agnieszka łucja elżbieta grażyna bożena wiesław stanisław władysław bolesław mirosław jarosław przemysław zdzisław michał paweł rafał
    marcin sławomir grzegorz józef ignacy błażej kacper ślązak świątek żółć źródło ćma ósmy ulica imię nazwisko kobieta mężczyzna płeć adres
    miejscowość województwo śląskie dolnośląskie łódzkie świętokrzyskie małopolskie wielkopolskie ilość wartość cena zniżka zamówienie zgoda
    styczeń kwiecień wrzesień październik środa piątek sobota niedziela część więcej również są będą się został księgowość płatność miesiąc godność
    społeczność książka pieniądze dziękuję`,
  czech: `novák svoboda novotný dvořák černý procházka kučera veselý horák němec pokorný marek pospíšil hájek jelínek král růžička beneš fiala sedláček
    doležal zeman kolář navrátil čermák vaněk urban blažek kříž kovář kopecký vlček polák musil šimek konečný malý čech staněk štěpánek novotná dvořáková
    černá procházková kučerová němcová růžičková jiří jaroslav tomáš lukáš františek matěj vojtěch ondřej štěpán zdeněk luboš miloš bohuslav kateřina
    tereza lucie markéta barbora věra jiřina božena růžena zdeňka alžběta příbram plzeň liberec české budějovice hradec králové ústí pardubice zlín havířov
    kladno opava frýdek místek jihlava karviná teplice děčín chomutov přerov mladá boleslav prostějov třebíč třinec tábor znojmo kroměříž šumperk
    vsetín uherské hradiště břeclav písek příjmení jméno muž žena ulice město telefon narození množství objednávka souhlas částka sleva zákazník
    ťuk ďábel žlutý kůň úplně světlý děkuji říjen únor březen květen červen červenec září pondělí úterý středa čtvrtek pátek neděle měsíc`,
  slovak: `horváth kováč varga tóth nagy baláž szabó molnár balog lukáč novák kovačič polák gajdoš kollár hudák németh kovačová mária zuzana katarína
    ľubica ľubomír ľudmila ľuboš štefan ján jozef juraj ďuriš ťažký košice prešov žilina bratislava banská bystrica nitra trnava trenčín martin
    poprad prievidza zvolen považská michalovce spišská nová ves komárno levice humenné bardejov liptovský mikuláš ružomberok dolný kubín čadca vranov
    topľou kráľ vôňa môže kôň stôl dĺžka vŕba meno priezvisko muž žena mesto ulica dátum narodenia počet súhlas zľava zákazník objednávka štvrtok piatok nedeľa`,
  hungarian: `szőcs szűcs kővári erdős erdősi főző győr győző őri őze hegedűs szőke vörös kőszegi gyűrű fűzi dezső jenő ernő gergő rezső bendegúz erzsébet
    katalin györgyi györgy jános józsef lászló istván sándor gábor zoltán péter tamás ágnes éva mária ilona judit zsófia zsuzsanna béla géza károly ödön
    tóth szabó horváth varga kiss molnár németh farkas balogh papp takács juhász lakatos mészáros oláh simon rácz fekete szilágyi török fehér balázs
    gál kis szűts király dudás székely debrecen szeged miskolc pécs nyíregyháza kecskemét székesfehérvár szombathely szolnok tatabánya kaposvár érd
    veszprém békéscsaba zalaegerszeg sopron eger nagykanizsa dunaújváros hódmezővásárhely mező fő idő nő férfi vezetéknév keresztnév város utca
    születési dátum összeg mennyiség vevő erő előfizető működő időpont hűség gyűjtő közép felső első külső belső szőlő tető repülő cipő fürdő
    péntek hétfő csütörtök szerda június július időszak később főváros tűz hűtő fűtés fű mű betű nőtt`,
  southslavic: `kovačević babić marić jurić novak horvat vuković marković petrović matić tomić kovačić pavlović božić blažević grgić pavić radić perić
    filipović šarić lovrić vidović perković popović bošnjak jukić barišić jovanović nikolić đorđević stojanović ilić stanković milošević đurđević
    đuro đorđe anđela žarko željko saša siniša ljiljana snežana jelena miloš uroš nataša tomaž aleš matjaž boštjan mateja žiga nejc špela maša urška
    zupančič potočnik krajnc kovač golob božič korošec vidmar kralj turk kos čačak šabac užice niš požarevac zrenjanin pančevo kraljevo šibenik čakovec
    križevci varaždin požega vukovar đakovo slavonski poreč pula reč čas žena muž muškarac adresa grad država državljanstvo količina sudionik pošta
    račun broj šifra način veća kuća sreća noć moć više međunarodni rođen rođenja građanin takođe između dođe tuđman škofja loka`,
  romanian: `ștefan ştefan ştefănescu ionuţ ioniţă gheorghiţă mariţa cătălin cătălina mădălina răzvan bogdan sorin dănuţ stănescu constănţeanu brăila
    bacău bucurești bucureşti iaşi ploieşti timişoara constanţa galaţi craiova braşov oradea piteşti arad sibiu târgu mureş suceava botoşani râmnicu
    vâlcea satu mare drobeta turnu reşiţa târgovişte focşani bistriţa tulcea călăraşi alba iulia hunedoara slobozia popeşti bârlad roşiori năvodari
    bărbat femeie oraş judeţ stradă telefon naştere cantitate preţ vânzări sumă reducere comandă ţară şi să în fără după între către până
    înregistrare şaptămână duminică sâmbătă română românia moldova chişinău bălţi popa munteanu dumitraşcu grădinaru brânză pâine săptămână băiat mâine ţigan`,
};
