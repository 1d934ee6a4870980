"""Common names of persons, by which a name is told from another word where the sentence alone doesn't tell it."""

from __future__ import annotations

# Given names that aren't everyday words too; in lower case, as people type them.
GIVEN = frozenset(
    """
    aaron abdul abigail adam adele aditya adrian adriana agnes ahmed aiko aisha akira alan albert alejandro alex alexander
    alexandra alexei alfred ali alice alicia alina alison allison amanda amelia amina amir amy ana anastasia anders andre
    andrea andreas andrei andrew andy angela anita anjali ann anna anne annie anthony anton antonio anya aria ariana arjun
    arthur asha ashley astrid aurora ava barbara beatrice ben benjamin bernard beth betty bianca bjorn bob boris brandon
    brenda brian bridget brigitte bruce bruno caleb cameron camila carl carla carlos carmen carol caroline catherine cathy
    cecilia charles charlie chloe chris christina christine christopher cindy claire clara claudia cody colin connor
    craig cristina cynthia daisuke damian dan daniel daniela danielle danny daria darren dave david deborah denise dennis
    derek diana diego dieter dimitri dmitri dominic donald donna doris dorothy doug douglas duncan dylan ed eddie edith
    edward edwin eileen elaine eleanor elena elias elisa elizabeth ella ellen emil emilia emily emma emmanuel eric erica
    erik erika erin ernest esther ethan eugene eva evan evelyn fabian fatima felix fernando fiona francesca francis
    francisco frederic frederik friedrich gabriel gabriela gareth gary gavin geoff geoffrey george georgia gerald gerard
    gilbert giorgio giovanni giulia gloria gordon greg gregor gregory greta gunther gustav hamza hanna hannah hans harald
    harold harriet harry hassan heather hector heidi heinrich helen helena helga henri henrik henry hiroshi holly howard
    hugo ian ibrahim igor ilya imran ines ingrid irina isaac isabel isabella ivan jackson jacob jacques jaime jake james
    jamie jan jana jane janet janice jason javier jean jeff jeffrey jennifer jenny jeremy jerome jerry jesse jessica jill
    jim jimmy joan joanna joe joel johan johann johannes john johnny jon jonas jonathan jorge jose josef joseph josephine
    josh joshua juan juana judith judy julia julian juliana julie juliet julio jun jurgen justin kai karen karim karin
    karl katarina kate katherine kathleen kathryn kathy katie katya kayla keith kelly ken kenji kenneth kevin khalid kim
    kimberly kofi kristen kristin kumar kurt kyle lars laura lauren laurent lea leah leila lena leo leon leonard leonardo
    leonie leslie liam lillian linda lisa liu logan lorenzo louis louise luca lucas lucia lucy luis luisa lukas luke lydia
    lynn madison magnus maja malcolm manuel marc marcel marco marcus margaret maria marie marina mario marion marius
    marjorie markus marlene marta martha martin martina marvin mary mateo mathias matt matteo matthew matthias maureen
    maurice maxim megan mehmet mei melanie melissa mia michael michel michelle miguel mike mikhail mila miriam mohamed
    mohammad mohammed mohan molly monica monika morgan muhammad mustafa nadia nadine naomi natalia natalie natasha nathan
    neha neil nelson niamh nicholas nick nicola nicolas nicole nigel nikhil nikita nikolai nils nina noah noel noor nora
    norman olaf oleg olga oliver olivia omar oscar oskar otto owen pablo pamela paolo patricia patrick paul paula pavel
    pedro peggy penelope peter phil philip philipp pierre pietro pilar piotr priya quentin rachel rafael raj rajesh ralph
    ramon rania rasmus raul ravi raymond rebecca renata renee ricardo richard rita robert roberto robin rodrigo roger
    rohan roland ronald rosa rosemary ross roy rudolf russell ruth ryan sabine sabrina sakura sally salma sam
    samantha samir samuel sandra sanjay santiago sara sarah sasha scott sean sebastian sergei sergio seth shannon sharon
    shaun sheila shirley sigrid silvia simon simone sofia sonia sophia sophie stacy stanley stefan stefanie stella
    stephanie stephen steve steven stuart sunita susan susanne suzanne sven svetlana sylvia takashi tamara tanya tara
    tatiana ted teresa terry theodore theresa thierry thomas tiffany tim timothy tina tobias todd tom tomas tommy tony
    tracy trevor ulrich umar ursula valentina valerie vanessa vera veronica victor vijay vikram vincent virginia vladimir
    walter wanda wei wendy werner wilhelm william willy wolfgang xavier xiaoming yan yasmin yuki yuri yusuf yves yvonne zachary
    zainab zara zoe
    """.split()  # noqa: SIM905 -- five hundred words are read more easily as text
)

# Given names that are everyday words too: names only where a capital says so.
GIVEN_OR_WORD = frozenset(
    """
    amber angel april august bill brook chase crystal daisy dawn dean dick drew
    faith florence frank gene grace grant guy hazel hope iris ivy jack jade jasmine jay jewel joy june
    lance lee lily mark mason max may miles paige pat pearl penny pierce piper ray reed rich rob robin
    rose ruby rusty sandy sue victoria violet wade ward warren will
    """.split()  # noqa: SIM905 -- five hundred words are read more easily as text
)

# Chinese family names, simplified: of two characters, then of one.
DOUBLE = (
    "欧阳",
    "司马",
    "诸葛",
    "上官",
    "夏侯",
    "皇甫",
    "慕容",
    "令狐",
    "宇文",
    "司徒",
    "端木",
    "长孙",
    "尉迟",
    "公孙",
    "轩辕",
)
SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤赖阮葛岳翟鲍"
)

# Words of two characters, or the beginning of longer ones, that only look like a family name and a given one.
NO_NAMES = (
    "高中", "高兴", "高级", "高校", "高管", "高考", "程序", "马来", "马上", "江苏", "江西", "江浙", "黄种", "黄牛", "白领", "白人",
    "方便", "金融", "石油", "田径", "万分", "向来", "严重", "武汉", "武警", "云南", "史学", "毛里", "黎巴", "白俄", "孟加", "汤加",
    "钱多", "何时", "何人", "何种", "任何", "任职", "许多", "曾经", "于是", "顾客", "顾问", "付费", "方面", "余下", "夏天", "秦皇",
    "莫非", "莫名", "龙头", "熊猫", "雷达", "罗马", "苏州", "苏北", "沈阳", "徐州", "郑州", "徐汇", "温州", "杨浦", "黄浦", "金山",
    "陆家", "陈述", "张江", "张家", "林业", "周末", "周边", "周围", "田间", "宋代", "唐人", "韩国", "吴语", "吴江", "石家", "马克",
    "陶瓷", "丁克", "段子", "叶酸", "杜绝", "程度", "万一", "孔子", "贺州", "常州", "葛根", "岳阳", "赖床", "阮咸", "蔡司", "金属",
)  # fmt: skip

# What, before a family name and a title, makes another word of it: 任何医生 is any doctor, not Doctor He.
NO_TITLED = (
    "任何", "如何", "为何", "几何", "主任", "责任", "担任", "信任", "工程", "课程", "历史", "提高", "最高", "更高", "较高", "很高",
    "关于", "对于", "由于", "等于", "至于", "属于", "处于", "位于", "基于", "出于", "资金", "奖金", "现金", "基金", "长江", "浙江", "感谢",
    "多谢", "谢谢", "地方", "北方", "南方", "西方", "东方", "对方", "官方", "一方", "双方", "各方", "华夏", "分钟", "大陆", "每周", "一周",
    "两周", "上周", "下周", "本周", "江苏", "也许", "允许", "或许", "师范", "示范", "规范", "其余", "园林", "紧张", "一张", "未曾",
    "照顾", "千万", "一万", "两万", "几万", "数万", "十万", "百万", "上万", "零钱", "花钱", "方向", "一段", "阶段", "手段", "明白", "空白",
    "上海", "面向", "偏向", "倾向", "支付", "应付", "一江", "应许", "严严", "威严", "尊严", "多余", "业余", "黄金", "白金", "岩石", "牛马",
)  # fmt: skip
