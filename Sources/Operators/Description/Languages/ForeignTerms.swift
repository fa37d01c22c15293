/// The words of operators in other languages than English, and what they are called in English.
///
/// A line is `word: English`. A word that ends in `*` stands for all words that begin so; `+` marks
/// what qualifies the noun before it, and `~` a word that joins others and does not tell languages
/// apart. Accents do not count.
enum ForeignTerms {
  static let german = """
    skip verbindung*: skip connection
    uberspringverbindung*: skip connection
    kurzschlussverbindung*: skip connection
    residuale verbindung: residual connection
    identitatsverbindung: identity
    direkte verbindung: skip connection
    lasst den eingang unverandert*: identity
    lasst die eingabe unverandert*: identity
    gibt die eingabe unverandert weiter: identity
    reicht die eingabe unverandert weiter: identity
    reicht den eingang unverandert weiter: identity
    eingang wird unverandert weitergegeben: identity
    eingabe wird unverandert weitergegeben: identity
    nicht verbunden: no connection
    verbindung fehlt: no connection
    getrennte verbindung: no connection
    ohne verbindung: no connection
    nullabbildung: zero
    nullverbindung: zero
    leere operation: zero
    keinerlei verbindung: no connection
    umgekehrter flaschenhals: inverted bottleneck
    maximum pooling: max pooling
    maximumbildung: max pooling
    globales mittelwert pooling: global average pooling
    globales durchschnitts pooling: global average pooling
    durchschnitts pooling: average pooling
    durchschnittspooling: average pooling
    mittelwert pooling: average pooling
    faltung*: convolution
    faltungsschicht*: convolution layer
    faltungsoperator*: convolution
    standardfaltung: convolution
    punktweise*: pointwise
    punktfaltung: pointwise convolution
    tiefenweise*: depthwise
    kanalweise*: depthwise
    tiefenfaltung: depthwise convolution
    trennbare*: separable
    separierbare*: separable
    separable*: separable
    tiefenweise trennbare*: depthwise separable
    tiefenweise separierbare*: depthwise separable
    tiefenseparierbare*: depthwise separable
    gruppierte*: grouped
    gruppenfaltung: grouped convolution
    dilatierte*: dilated
    erweiterte faltung: dilated convolution
    gespreizte*: dilated
    transponierte*: transposed
    entfaltung: transposed convolution
    verformbare*: deformable
    zerlegte*: factorised
    dilatation: dilation
    gruppen: groups
    maximum: max
    maximalwert*: max
    maximales: max
    maximum uber ein*: max pooling
    groster wert: max
    maximumpooling: max pooling
    max pooling schicht: max pooling
    mittelwert: average
    mittelwert uber ein*: average pooling
    mittelwertpooling: average pooling
    mittelwertbildung: average pooling
    durchschnitt*: average
    mittelung: average pooling
    globale*: global
    fenster*: window
    kern: kernel
    kernel: kernel
    kernelgrose: kernel size
    kerngrose: kernel size
    schrittweite: stride
    batchnormalisierung: batch normalisation
    batch normalisierung: batch normalisation
    stapelnormalisierung: batch normalisation
    schichtnormalisierung: layer normalisation
    normalisierung: normalisation
    aktivierung*: activation
    aktivierungsfunktion: activation
    identitat*: identity
    identische abbildung: identity mapping
    sprungverbindung*: skip connection
    abkurzung: shortcut
    restverbindung: residual connection
    residualverbindung: residual connection
    durchreichen: identity
    unverandert*: identity unchanged
    die den eingang unverandert weitergibt: identity
    gibt den eingang unverandert weiter: identity
    leitet den eingang unverandert weiter: identity
    keine verbindung: no connection
    keine operation: zero
    keine kante: no connection
    nulloperation: zero
    null: zero
    nullen: zeros
    gibt null*: outputs zero
    residualblock: residual block
    restblock: residual block
    flaschenhals*: bottleneck
    engpass*: bottleneck
    invertierte*: inverted
    invertierter flaschenhals*: inverted bottleneck
    invertierter residualblock: inverted residual block
    umgekehrte*: inverted
    mit expansion: with expansion
    expansionsfaktor: expansion
    aufmerksamkeit*: attention
    selbstaufmerksamkeit*: self-attention
    mehrkopf*: multi-head
    kopfe*: heads
    vollverbundene*: fully connected
    vollstandig verbundene*: fully connected
    vollverknupfte*: fully connected
    lineare schicht: linear layer
    schicht*: layer
    block: block
    eingang: input
    eingabe: input
    ausgang: output
    ausgabe: output
    verkettung: concatenation
    summe: sum
    addition: addition
    hochskalierung: upsampling
    uberabtastung: upsampling
    unterabtastung: downsampling
    vorwarts*: feed-forward
    ~ mit: with
    ~ und: and
    ~ einer: a
    ~ eine: a
    ~ einem: a
    ~ ein: a
    ~ gefolgt von: followed by
    ~ anschliesend: then
    ~ danach: then
    ~ ohne: without
    ~ kein*: no
    ~ von: of
    ~ der: the
    ~ die: the
    ~ das: the
    ~ uber: over
    ~ mal: x
    ~ drei: three
    ~ funf: five
    ~ sieben: seven
    ~ zwei: two
    ~ vier: four
    ~ acht: eight
    """

  static let french = """
    connexion par saut: skip connection
    connexion sautee: skip connection
    saut: skip connection
    operation identite: identity
    transmet l entree telle quelle: identity
    transmet l entree sans modification: identity
    laisse passer l entree telle quelle: identity
    laisse l entree inchangee: identity
    telle quelle: unchanged
    transmise telle quelle: passed on unchanged
    sans modification: unchanged
    ne fait rien: does nothing
    absence de connexion: no connection
    connexion absente: no connection
    connexion coupee: no connection
    lien coupe: no connection
    aucun lien: no connection
    pas de lien: no connection
    renvoie zero: outputs zero
    mise a zero: zero
    convolution a trous: dilated convolution
    convolution standard: convolution
    convolution classique: convolution
    convolution ordinaire: convolution
    goulot d etranglement inversee: inverted bottleneck
    bloc a goulot inverse: inverted bottleneck
    moyennage: average pooling
    filtre*: filter
    convolution: convolution
    convolutive: convolution
    couche de convolution: convolution layer
    couche convolutive: convolution layer
    + separable en profondeur: depthwise separable
    + separables en profondeur: depthwise separable
    + en profondeur: depthwise
    + par canal: depthwise
    + separable*: separable
    + ponctuelle: pointwise
    + point par point: pointwise
    + groupee*: grouped
    + par groupes: grouped
    + dilatee*: dilated
    + a trous: dilated
    + transposee*: transposed
    + deformable*: deformable
    + factorisee*: factorised
    deconvolution: transposed convolution
    groupes: groups
    pooling maximal: max pooling
    pooling max: max pooling
    max pooling: max pooling
    pooling maximum: max pooling
    pooling par maximum: max pooling
    mise en commun maximale: max pooling
    mise en commun moyenne: average pooling
    sous echantillonnage par maximum: max pooling
    sous echantillonnage par moyenne: average pooling
    regroupement maximal: max pooling
    regroupement par maximum: max pooling
    regroupement moyen: average pooling
    regroupement par moyenne: average pooling
    pooling moyen: average pooling
    pooling moyenne: average pooling
    pooling par moyenne: average pooling
    pooling moyen global: global average pooling
    moyenne globale: global average pooling
    moyenne sur une fenetre: average pooling
    maximum sur une fenetre: max pooling
    valeur maximale: maximum
    moyenne: average
    fenetre: window
    noyau*: kernel
    taille: size
    pas de 2: stride 2
    pas de 1: stride 1
    taux de dilatation: dilation rate
    normalisation par lot*: batch normalisation
    normalisation de couche: layer normalisation
    normalisation: normalisation
    fonction d activation: activation
    identite: identity
    fonction identite: identity
    connexion identite: identity connection
    application identite: identity mapping
    connexion residuelle: residual connection
    connexion directe: skip connection
    raccourci: shortcut
    saut de connexion: skip connection
    connexion de saut: skip connection
    passe l entree sans changement: identity
    laisse passer l entree inchangee: identity
    inchangee: unchanged
    aucune connexion: no connection
    pas de connexion: no connection
    sans connexion: no connection
    aucune operation: zero
    sortie nulle: zero
    operation nulle: zero
    nulle: zero
    zero partout: zero
    bloc residuel: residual block
    bloc: block
    goulot d etranglement: bottleneck
    goulot d etranglement inverse: inverted bottleneck
    goulot inverse: inverted bottleneck
    bloc residuel inverse: inverted residual block
    facteur d expansion: expansion
    attention multi tetes: multi-head attention
    auto attention: self-attention
    auto attention multi tetes: multi-head self-attention
    tetes: heads
    couche entierement connectee: fully connected layer
    couche dense: fully connected layer
    couche lineaire: linear layer
    couche: layer
    entree: input
    sortie: output
    concatenation: concatenation
    somme: sum
    surechantillonnage: upsampling
    ~ avec: with
    ~ et: and
    ~ une: a
    ~ un: a
    ~ d une: a
    ~ d un: a
    ~ de: of
    ~ du: of the
    ~ suivie de: followed by
    ~ suivie d: followed by
    ~ suivie: followed by
    ~ suivi: followed by
    ~ puis: then
    ~ sans: without
    ~ la: the
    ~ le: the
    ~ les: the
    ~ sur: over
    ~ par: by
    ~ trois: three
    ~ cinq: five
    ~ sept: seven
    ~ deux: two
    ~ quatre: four
    ~ huit: eight
    """

  static let spanish = """
    conexion saltada: skip connection
    conexion de omision: skip connection
    conexion por salto: skip connection
    salto de conexion: skip connection
    conexion identidad: identity
    operacion identidad: identity
    deja la entrada tal cual: identity
    deja la entrada sin cambios: identity
    deja la entrada igual: identity
    transmite la entrada sin cambios: identity
    tal cual: unchanged
    sin modificar: unchanged
    sin modificacion: unchanged
    no hace nada: does nothing
    conexion nula: no connection
    ausencia de conexion: no connection
    sin ninguna conexion: no connection
    conexion cortada: no connection
    devuelve cero*: outputs zero
    puesta a cero: zero
    convolucion estandar: convolution
    convolucion normal: convolution
    agrupacion maxima global: global max pooling
    agrupacion media global: global average pooling
    agrupacion promedio global: global average pooling
    pooling de maximo*: max pooling
    pooling de promedio: average pooling
    pooling de media: average pooling
    maximo de: max pooling
    filtro*: filter
    convolucion*: convolution
    capa convolucional: convolution layer
    capa de convolucion: convolution layer
    convolucional: convolution
    + separable en profundidad: depthwise separable
    + separable por profundidad: depthwise separable
    + en profundidad: depthwise
    + por profundidad: depthwise
    + por canal: depthwise
    + separable: separable
    + separables: separable
    + puntual: pointwise
    + punto a punto: pointwise
    + agrupada: grouped
    + por grupos: grouped
    + dilatada: dilated
    + atrous: dilated
    + transpuesta: transposed
    + traspuesta: transposed
    + deformable: deformable
    + factorizada: factorised
    deconvolucion: transposed convolution
    grupos: groups
    agrupacion maxima: max pooling
    agrupacion por maximo*: max pooling
    agrupacion de maximos: max pooling
    agrupamiento maximo: max pooling
    agrupamiento por maximo: max pooling
    pooling maximo: max pooling
    pooling por maximo: max pooling
    submuestreo por maximo: max pooling
    agrupacion promedio: average pooling
    agrupacion media: average pooling
    agrupacion por promedio: average pooling
    agrupamiento promedio: average pooling
    agrupamiento medio: average pooling
    pooling promedio: average pooling
    pooling medio: average pooling
    pooling por promedio: average pooling
    promedio global: global average pooling
    promedio en una ventana: average pooling
    maximo en una ventana: max pooling
    promedio: average
    maximo: maximum
    ventana: window
    nucleo: kernel
    tamano: size
    paso: stride
    zancada: stride
    tasa de dilatacion: dilation rate
    dilatacion: dilation
    normalizacion por lotes: batch normalisation
    normalizacion de lotes: batch normalisation
    normalizacion por lote: batch normalisation
    normalizacion de capa*: layer normalisation
    normalizacion: normalisation
    activacion: activation
    identidad: identity
    funcion identidad: identity
    conexion identidad: identity connection
    mapeo identidad: identity mapping
    conexion de salto: skip connection
    conexion residual: residual connection
    conexion directa: skip connection
    atajo: shortcut
    pasa la entrada sin cambios: identity
    deja pasar la entrada sin cambios: identity
    sin cambios: unchanged
    sin conexion: no connection
    ninguna conexion: no connection
    no hay conexion: no connection
    ninguna operacion: zero
    sin operacion: zero
    operacion nula: zero
    salida nula: zero
    cero: zero
    ceros: zeros
    bloque residual: residual block
    bloque: block
    cuello de botella: bottleneck
    cuello de botella invertido: inverted bottleneck
    bloque residual invertido: inverted residual block
    + invertido: inverted
    factor de expansion: expansion
    atencion: attention
    autoatencion: self-attention
    auto atencion: self-attention
    autoatencion multicabeza: multi-head self-attention
    atencion multicabeza: multi-head attention
    cabezas: heads
    capa totalmente conectada: fully connected layer
    capa completamente conectada: fully connected layer
    capa densa: fully connected layer
    capa lineal: linear layer
    capa: layer
    entrada: input
    salida: output
    concatenacion: concatenation
    suma: sum
    sobremuestreo: upsampling
    ~ con: with
    ~ y: and
    ~ una: a
    ~ un: a
    ~ de: of
    ~ seguida de: followed by
    ~ seguida por: followed by
    ~ seguido de: followed by
    ~ luego: then
    ~ sin: without
    ~ la: the
    ~ el: the
    ~ los: the
    ~ por: by
    ~ tres: three
    ~ cinco: five
    ~ siete: seven
    ~ dos: two
    ~ cuatro: four
    ~ ocho: eight
    """

  static let italian = """
    connessione a salto: skip connection
    salto: skip connection
    collegamento diretto: skip connection
    mappatura identita: identity mapping
    restituisce l ingresso invariato: identity
    lascia l ingresso invariato: identity
    non fa nulla: does nothing
    assenza di connessione: no connection
    non connesso: no connection
    azzera*: zero
    pooling medio globale: global average pooling
    max pooling: max pooling
    average pooling: average pooling
    convoluzione standard: convolution
    residuo invertito: inverted residual
    convoluzione: convolution
    convoluzioni: convolution
    convoluzionale: convolution
    strato convoluzionale: convolution layer
    + separabile in profondita: depthwise separable
    + separabile per profondita: depthwise separable
    + in profondita: depthwise
    + per canale: depthwise
    + separabile: separable
    + puntuale: pointwise
    + punto a punto: pointwise
    + raggruppata: grouped
    + a gruppi: grouped
    + dilatata: dilated
    + trasposta: transposed
    + deformabile: deformable
    + fattorizzata: factorised
    gruppi: groups
    pooling massimo: max pooling
    pooling del massimo: max pooling
    raggruppamento massimo: max pooling
    raggruppamento medio: average pooling
    pooling medio: average pooling
    pooling della media: average pooling
    pooling medio globale: global average pooling
    media globale: global average pooling
    massimo su una finestra: max pooling
    media su una finestra: average pooling
    massimo: maximum
    media: average
    finestra: window
    dimensione del kernel: kernel size
    passo: stride
    dilatazione: dilation
    tasso di dilatazione: dilation rate
    normalizzazione batch: batch normalisation
    normalizzazione del batch: batch normalisation
    normalizzazione di lotto: batch normalisation
    normalizzazione di strato: layer normalisation
    normalizzazione: normalisation
    attivazione: activation
    identita: identity
    funzione identita: identity
    connessione residua: residual connection
    connessione di salto: skip connection
    connessione diretta: skip connection
    scorciatoia: shortcut
    lascia passare l ingresso invariato: identity
    passa l ingresso invariato: identity
    invariato: unchanged
    nessuna connessione: no connection
    nessun collegamento: no connection
    senza connessione: no connection
    nessuna operazione: zero
    operazione nulla: zero
    uscita nulla: zero
    blocco residuo: residual block
    blocco residuale: residual block
    blocco: block
    collo di bottiglia: bottleneck
    collo di bottiglia invertito: inverted bottleneck
    blocco residuo invertito: inverted residual block
    fattore di espansione: expansion
    espansione: expansion
    attenzione: attention
    autoattenzione: self-attention
    auto attenzione: self-attention
    auto attenzione multi testa: multi-head self-attention
    attenzione multi testa: multi-head attention
    teste: heads
    strato completamente connesso: fully connected layer
    strato denso: fully connected layer
    strato lineare: linear layer
    strato: layer
    ingresso: input
    uscita: output
    concatenazione: concatenation
    somma: sum
    sovracampionamento: upsampling
    ~ con: with
    ~ e: and
    ~ una: a
    ~ un: a
    ~ di: of
    ~ seguita da: followed by
    ~ seguito da: followed by
    ~ poi: then
    ~ senza: without
    ~ la: the
    ~ il: the
    ~ tre: three
    ~ cinque: five
    ~ sette: seven
    ~ due: two
    ~ quattro: four
    ~ otto: eight
    """

  static let portuguese = """
    conexao por salto: skip connection
    deixa a entrada inalterada: identity
    inalterad*: unchanged
    mapeamento identidade: identity mapping
    nao faz nada: does nothing
    ausencia de conexao: no connection
    sem ligacao: no connection
    ligacao residual: residual connection
    zerar: zero
    convolucao padrao: convolution
    residual invertido: inverted residual
    convolucao: convolution
    convolucoes: convolution
    camada convolucional: convolution layer
    camada de convolucao: convolution layer
    + separavel em profundidade: depthwise separable
    + separavel por profundidade: depthwise separable
    + em profundidade: depthwise
    + por canal: depthwise
    + separavel: separable
    + pontual: pointwise
    + ponto a ponto: pointwise
    + agrupada: grouped
    + em grupos: grouped
    + dilatada: dilated
    + transposta: transposed
    + deformavel: deformable
    + fatorada: factorised
    grupos: groups
    pooling maximo: max pooling
    pooling por maximo: max pooling
    agrupamento maximo: max pooling
    agrupamento por maximo: max pooling
    agrupamento medio: average pooling
    agrupamento por media: average pooling
    pooling medio: average pooling
    pooling por media: average pooling
    pooling medio global: global average pooling
    media global: global average pooling
    media: average
    maximo: maximum
    janela: window
    nucleo: kernel
    tamanho: size
    passo: stride
    dilatacao: dilation
    normalizacao em lote: batch normalisation
    normalizacao por lote*: batch normalisation
    normalizacao de lote: batch normalisation
    normalizacao de camada: layer normalisation
    normalizacao: normalisation
    ativacao: activation
    identidade: identity
    funcao identidade: identity
    conexao de salto: skip connection
    conexao residual: residual connection
    conexao direta: skip connection
    atalho: shortcut
    passa a entrada sem alteracao: identity
    sem alteracao: unchanged
    sem conexao: no connection
    nenhuma conexao: no connection
    nenhuma operacao: zero
    operacao nula: zero
    saida nula: zero
    bloco residual: residual block
    bloco: block
    gargalo: bottleneck
    gargalo invertido: inverted bottleneck
    bloco residual invertido: inverted residual block
    fator de expansao: expansion
    expansao: expansion
    atencao: attention
    autoatencao: self-attention
    auto atencao: self-attention
    autoatencao com multiplas cabecas: multi-head self-attention
    cabecas: heads
    camada totalmente conectada: fully connected layer
    camada densa: fully connected layer
    camada linear: linear layer
    camada: layer
    saida: output
    concatenacao: concatenation
    soma: sum
    ~ com: with
    ~ e: and
    ~ uma: a
    ~ um: a
    ~ de: of
    ~ seguida de: followed by
    ~ seguida por: followed by
    ~ depois: then
    ~ sem: without
    ~ a: the
    ~ o: the
    ~ tres: three
    ~ cinco: five
    ~ sete: seven
    ~ dois: two
    ~ quatro: four
    ~ oito: eight
    """

  static let russian = """
    пропускающее соединение: skip connection
    сквозное соединение: skip connection
    скип соединение: skip connection
    остаточн*: residual
    инвертированн*: inverted
    идентичность: identity
    связь отсутствует: no connection
    соединение отсутствует: no connection
    ничего не передает: no connection
    обнул*: zero
    максимальн*: max
    средн*: average
    усредн*: average
    сверт*: convolution
    сверточный слой: convolution layer
    разделимая по глубине: depthwise separable
    глубинно разделимая: depthwise separable
    раздельная по глубине: depthwise separable
    сепарабельн*: separable
    разделимая*: separable
    глубинн*: depthwise
    по глубине: depthwise
    поканальн*: depthwise
    поточечн*: pointwise
    точечн*: pointwise
    группов*: grouped
    дилатированн*: dilated
    расширенн*: dilated
    разреженная сверт*: dilated convolution
    транспонированн*: transposed
    деформируем*: deformable
    макс пулинг*: max pooling
    максимальный пулинг: max pooling
    пулинг по максимуму: max pooling
    пулинг с максимумом: max pooling
    максимум по окну: max pooling
    средний пулинг: average pooling
    усредняющий пулинг: average pooling
    пулинг по среднему: average pooling
    пулинг средним: average pooling
    среднее по окну: average pooling
    глобальн*: global
    пулинг*: pooling
    подвыборка по максимуму: max pooling
    окн*: window
    ядр*: kernel
    шаг*: stride
    пакетн* нормализац*: batch normalisation
    пакетной нормализацией: batch normalisation
    пакетная нормализация: batch normalisation
    батч нормализаци*: batch normalisation
    нормализаци*: normalisation
    активаци*: activation
    тождественное отображение: identity mapping
    тождественн*: identity
    пропуск соединения: skip connection
    остаточное соединение: residual connection
    остаточная связь: residual connection
    прямое соединение: skip connection
    без изменений: unchanged
    передает вход без изменений: identity
    нет соединения: no connection
    нет связи: no connection
    без соединения: no connection
    отсутствие соединения: no connection
    нулевая операция: zero
    ноль: zero
    остаточный блок: residual block
    инвертированный остаточный блок: inverted residual block
    блок*: block
    бутылочное горлышко: bottleneck
    инвертированное бутылочное горлышко: inverted bottleneck
    самовнимани*: self-attention
    внимани*: attention
    полносвязн*: fully connected
    слой: layer
    ~ с: with
    ~ и: and
    ~ без: without
    """

  static let chinese = """
    直接传递: passes on unchanged identity
    原样传递: identity
    原样输出: identity
    直接输出输入: identity
    保持不变: unchanged
    不变: unchanged
    恒等连接: identity connection
    跨层连接: skip connection
    短路连接: shortcut connection
    跳接: skip connection
    残差: residual
    不连接: no connection
    未连接: no connection
    断开: no connection
    空连接: no connection
    无任何操作: zero
    无任何连接: no connection
    全零: zero
    输出全零: outputs zero
    输出为零: outputs zero
    深度可分卷积: depthwise separable convolution
    深度分离卷积: depthwise separable convolution
    可分卷积: separable convolution
    深度方向卷积: depthwise convolution
    逐通道: depthwise
    逐点: pointwise
    膨胀: dilated
    空洞: dilated
    扩张: dilated
    分组: grouped
    倒瓶颈: inverted bottleneck
    反向残差: inverted residual
    反转残差: inverted residual
    反残差: inverted residual
    最大值: max
    最大: max
    平均值: average
    平均: average
    全局: global
    扩展系数: expansion
    扩展因子: expansion
    膨胀系数: dilation rate
    批量标准化: batch normalisation
    批规范化: batch normalisation
    窗口: window
    矩阵: matrix
    深度可分离卷积: depthwise separable convolution
    可分离卷积: separable convolution
    深度卷积: depthwise convolution
    逐通道卷积: depthwise convolution
    逐深度卷积: depthwise convolution
    逐点卷积: pointwise convolution
    点卷积: pointwise convolution
    分组卷积: grouped convolution
    组卷积: grouped convolution
    空洞卷积: dilated convolution
    膨胀卷积: dilated convolution
    扩张卷积: dilated convolution
    转置卷积: transposed convolution
    反卷积: transposed convolution
    可变形卷积: deformable convolution
    空洞可分离卷积: dilated separable convolution
    标准卷积: convolution
    普通卷积: convolution
    卷积层: convolution
    卷积: convolution
    最大池化: max pooling
    最大值池化: max pooling
    平均池化: average pooling
    均值池化: average pooling
    平均值池化: average pooling
    全局平均池化: global average pooling
    全局最大池化: global max pooling
    池化: pooling
    批归一化: batch normalisation
    批量归一化: batch normalisation
    批标准化: batch normalisation
    层归一化: layer normalisation
    归一化: normalisation
    激活函数: activation
    激活: activation
    恒等映射: identity mapping
    恒等: identity
    跳跃连接: skip connection
    跳过连接: skip connection
    跳连: skip connection
    残差连接: residual connection
    直连: skip connection
    捷径: shortcut
    无连接: no connection
    没有连接: no connection
    无操作: zero
    空操作: zero
    零操作: zero
    置零: zero
    输出零: outputs zero
    残差块: residual block
    瓶颈块: bottleneck block
    瓶颈: bottleneck
    倒残差块: inverted residual block
    倒残差: inverted residual
    倒置残差: inverted residual
    逆残差: inverted residual
    反向瓶颈: inverted bottleneck
    倒置瓶颈: inverted bottleneck
    移动倒置瓶颈: mobile inverted bottleneck
    挤压激励: squeeze-and-excitation
    压缩激励: squeeze-and-excitation
    扩展率: expansion
    扩张率: dilation rate
    膨胀率: dilation rate
    空洞率: dilation rate
    扩展比: expansion
    步长为: stride
    步长: stride
    步幅: stride
    卷积核大小: kernel size
    核大小: kernel size
    卷积核: kernel
    多头自注意力: multi-head self-attention
    多头注意力: multi-head attention
    自注意力: self-attention
    注意力: attention
    前馈网络: feed-forward network
    前馈: feed-forward
    全连接层: fully connected layer
    全连接: fully connected
    线性层: linear layer
    上采样: upsampling
    下采样: downsampling
    拼接: concatenation
    相加: addition
    输入: input
    输出: output
    个头: heads
    组: groups
    层: layer
    块: block
    大小为: size
    ~ 为: of
    ~ 后接: followed by
    ~ 其后: then
    ~ 然后: then
    ~ 无: without
    ~ 两个: two
    ~ 两次: twice
    ~ 四: four
    ~ 八: eight
    ~ 二: two
    ~ 和: and
    ~ 与: and
    ~ 以及: and
    ~ 带: with
    ~ 的: of
    ~ 不带: without
    ~ 没有: without
    ~ 乘: x
    ~ 三: three
    ~ 五: five
    ~ 七: seven
    """

  static let japanese = """
    入力をそのまま通す: identity
    入力をそのまま渡す: identity
    入力をそのまま出力: identity
    そのまま: unchanged
    恒等変換: identity mapping
    スキップコネクション: skip connection
    残差結合: residual connection
    直結: skip connection
    接続無し: no connection
    無接続: no connection
    非接続: no connection
    未接続: no connection
    切断: no connection
    何も接続しない: no connection
    常にゼロ: zero
    深さ方向分離可能: depthwise separable
    深さ方向: depthwise
    分離可能: separable
    点ごとの畳み込み: pointwise convolution
    点ごと: pointwise
    膨張: dilated
    ダイレーテッド畳み込み: dilated convolution
    空洞畳み込み: dilated convolution
    通常の畳み込み: convolution
    標準畳み込み: convolution
    最大値: max
    平均値: average
    平均: average
    膨張率: dilation rate
    逆残差: inverted residual
    反転残差: inverted residual
    逆ボトルネックブロック: inverted bottleneck
    グローバル: global
    ウィンドウ: window
    畳み込みブロック: convolution
    深さ方向分離可能畳み込み: depthwise separable convolution
    深さ方向分離畳み込み: depthwise separable convolution
    深さ方向に分離可能な畳み込み: depthwise separable convolution
    分離可能畳み込み: separable convolution
    分離可能な畳み込み: separable convolution
    深さ方向畳み込み: depthwise convolution
    深さ方向の畳み込み: depthwise convolution
    デプスワイズ畳み込み: depthwise convolution
    デプスワイズ: depthwise
    チャネルごとの畳み込み: depthwise convolution
    点単位畳み込み: pointwise convolution
    ポイントワイズ: pointwise
    グループ化畳み込み: grouped convolution
    グループ畳み込み: grouped convolution
    膨張畳み込み: dilated convolution
    拡張畳み込み: dilated convolution
    ダイレーション: dilation
    転置畳み込み: transposed convolution
    逆畳み込み: transposed convolution
    変形可能畳み込み: deformable convolution
    畳み込み層: convolution
    畳み込み: convolution
    畳込み: convolution
    コンボリューション: convolution
    最大プーリング: max pooling
    最大値プーリング: max pooling
    マックスプーリング: max pooling
    平均プーリング: average pooling
    平均値プーリング: average pooling
    全体平均プーリング: global average pooling
    グローバル平均プーリング: global average pooling
    プーリング: pooling
    バッチ正規化: batch normalisation
    層正規化: layer normalisation
    レイヤー正規化: layer normalisation
    正規化: normalisation
    活性化関数: activation
    活性化: activation
    恒等写像: identity mapping
    恒等関数: identity
    恒等: identity
    スキップ接続: skip connection
    スキップ結合: skip connection
    残差接続: residual connection
    ショートカット: shortcut
    接続なし: no connection
    結合なし: no connection
    接続しない: no connection
    演算なし: zero
    ゼロ演算: zero
    ゼロを出力: outputs zero
    ゼロ: zero
    残差ブロック: residual block
    逆残差ブロック: inverted residual block
    逆ボトルネック: inverted bottleneck
    反転ボトルネック: inverted bottleneck
    反転残差ブロック: inverted residual block
    ボトルネック: bottleneck
    ブロック: block
    ストライド: stride
    カーネルサイズ: kernel size
    カーネル: kernel
    拡張率: expansion
    マルチヘッド自己注意: multi-head self-attention
    マルチヘッド注意: multi-head attention
    自己注意機構: self-attention
    自己注意: self-attention
    注意機構: attention
    アテンション: attention
    ヘッド: heads
    グループ: groups
    全結合層: fully connected layer
    全結合: fully connected
    線形層: linear layer
    アップサンプリング: upsampling
    連結: concatenation
    加算: addition
    入力: input
    出力: output
    層: layer
    ~ の後に: then
    ~ および: and
    ~ と: and
    ~ の: of
    """

  static let korean = """
    항등 연결: identity connection
    지름길 연결: shortcut connection
    연결되지 않음: no connection
    연결하지 않음: no connection
    연결이 없음: no connection
    입력을 그대로 전달: identity
    깊이별: depthwise
    분리 가능: separable
    팽창: dilated
    최대: max
    평균: average
    전역: global
    인버티드 레지듀얼: inverted residual
    역전된 병목: inverted bottleneck
    깊이별 분리 합성곱: depthwise separable convolution
    깊이별 분리 가능 합성곱: depthwise separable convolution
    깊이별 분리 가능한 합성곱: depthwise separable convolution
    분리 가능한 합성곱: separable convolution
    깊이별 합성곱: depthwise convolution
    점별 합성곱: pointwise convolution
    그룹 합성곱: grouped convolution
    팽창 합성곱: dilated convolution
    확장 합성곱: dilated convolution
    전치 합성곱: transposed convolution
    합성곱: convolution
    컨볼루션: convolution
    컨벌루션: convolution
    최대 풀링: max pooling
    최댓값 풀링: max pooling
    맥스 풀링: max pooling
    평균 풀링: average pooling
    전역 평균 풀링: global average pooling
    풀링: pooling
    배치 정규화: batch normalisation
    층 정규화: layer normalisation
    정규화: normalisation
    활성화 함수: activation
    항등 사상: identity mapping
    항등 함수: identity
    항등: identity
    스킵 연결: skip connection
    건너뛰기 연결: skip connection
    잔차 연결: residual connection
    연결 없음: no connection
    연산 없음: zero
    영 연산: zero
    잔차 블록: residual block
    역 병목: inverted bottleneck
    역잔차 블록: inverted residual block
    병목: bottleneck
    블록: block
    셀프 어텐션: self-attention
    자기 주의: self-attention
    어텐션: attention
    완전 연결층: fully connected layer
    완전 연결: fully connected
    입력: input
    출력: output
    스트라이드: stride
    커널: kernel
    ~ 및: and
    ~ 와: and
    ~ 과: and
    """
}
