BEGIN TRANSACTION;
CREATE TABLE action (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    due VARCHAR,
    done_at VARCHAR,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('change_supplier', 'supplier_claim', 'improve_packaging', 'improve_storage', 'fix_listing', 'inbound_check', 'training', 'stop_selling', 'other')),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE answer (
    id INTEGER NOT NULL,
    ticket INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('answer', 'appeal', 'reminder')),
    FOREIGN KEY(ticket) REFERENCES ticket (id)
);
CREATE TABLE "case" (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    opened_at VARCHAR NOT NULL,
    found_at VARCHAR NOT NULL,
    contacted_at VARCHAR,
    ticketed_at VARCHAR,
    resolved_at VARCHAR,
    closed_at VARCHAR,
    dismissed_at VARCHAR,
    sku VARCHAR,
    article VARCHAR,
    product VARCHAR,
    posting VARCHAR,
    return_id VARCHAR,
    scheme VARCHAR,
    quantity INTEGER NOT NULL,
    price INTEGER,
    currency VARCHAR NOT NULL,
    supplier VARCHAR,
    batch VARCHAR,
    serial VARCHAR,
    marking VARCHAR,
    warehouse VARCHAR,
    stage VARCHAR,
    severity VARCHAR,
    claimed_reason VARCHAR,
    suspected_cause VARCHAR,
    cause VARCHAR,
    liable VARCHAR,
    outcome VARCHAR,
    disposition VARCHAR,
    no_action VARCHAR,
    why JSON NOT NULL,
    note VARCHAR, events INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT status_is_known CHECK (status IN ('new', 'inspected', 'contacted', 'ticketed', 'resolved', 'closed', 'dismissed')),
    CONSTRAINT scheme_is_known CHECK (scheme IN ('fbo', 'fbs', 'rfbs')),
    CONSTRAINT stage_is_known CHECK (stage IN ('warehouse', 'shipping', 'buyer', 'return')),
    CONSTRAINT severity_is_known CHECK (severity IN ('cosmetic', 'functional', 'dangerous')),
    CONSTRAINT suspected_cause_is_known CHECK (suspected_cause IN ('production', 'supplier_packaging', 'own_packaging', 'own_storage', 'ozon_storage', 'transport', 'picking', 'listing', 'buyer_damage', 'swap', 'wear', 'no_defect', 'unknown')),
    CONSTRAINT cause_is_known CHECK (cause IN ('production', 'supplier_packaging', 'own_packaging', 'own_storage', 'ozon_storage', 'transport', 'picking', 'listing', 'buyer_damage', 'swap', 'wear', 'no_defect', 'unknown')),
    CONSTRAINT liable_is_known CHECK (liable IN ('supplier', 'ozon', 'carrier', 'seller', 'buyer', 'nobody')),
    CONSTRAINT outcome_is_known CHECK (outcome IN ('refund', 'replacement', 'bonus', 'repair', 'rejected', 'written_off', 'kept', 'lost')),
    CONSTRAINT disposition_is_known CHECK (disposition IN ('restock', 'markdown', 'repair', 'to_supplier', 'dispose', 'with_buyer', 'lost')),
    CONSTRAINT price_is_not_negative CHECK (price >= 0),
    CONSTRAINT quantity_is_positive CHECK (quantity > 0),
    UNIQUE ("key")
);
INSERT INTO "case" VALUES(1,'42d3a65fc2804cf292c52e0092b4b493','ticketed','2026-11-23T09:00:00Z','2026-11-23T09:00:00Z','2026-11-23T09:00:00Z','2026-11-23T09:00:00Z',NULL,NULL,NULL,NULL,NULL,'Чайник','5-1',NULL,NULL,1,199000,'RUB',NULL,NULL,NULL,NULL,NULL,'buyer',NULL,NULL,'transport',NULL,NULL,NULL,NULL,NULL,'[]',NULL,6);
INSERT INTO "case" VALUES(2,'6839454ea55446d5b5b4b997457e01f2','ticketed','2026-11-23T09:00:00Z','2026-11-23T09:00:00Z',NULL,'2026-11-23T09:00:00Z',NULL,NULL,NULL,NULL,NULL,'Кружка','5-2',NULL,NULL,1,30000,'RUB',NULL,NULL,NULL,NULL,NULL,'buyer',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'[]',NULL,4);
INSERT INTO "case" VALUES(3,'72e9588e7014413d9769f3369d11af6a','closed','2026-11-23T09:00:00Z','2026-11-23T09:00:00Z',NULL,NULL,'2026-11-23T09:00:00Z','2026-11-23T09:00:00Z',NULL,NULL,NULL,'Лампа',NULL,NULL,NULL,1,10000,'RUB',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'own_storage',NULL,'written_off',NULL,'x','[]',NULL,2);
INSERT INTO "case" VALUES(4,'e52bb10a61e04ce488998766dfefc588','ticketed','2026-11-23T09:00:00Z','2026-11-23T09:00:00Z',NULL,'2026-11-23T09:00:00Z',NULL,NULL,NULL,NULL,NULL,'Плед',NULL,NULL,NULL,1,90000,'RUB',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'[]',NULL,6);
INSERT INTO "case" VALUES(5,'a','resolved','2026-09-30T21:00:00Z','2026-09-30T21:00:00Z',NULL,'2026-10-01T21:00:00Z','2026-10-01T21:00:00Z',NULL,NULL,NULL,NULL,'Ваза',NULL,NULL,NULL,1,NULL,'RUB',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'transport',NULL,'refund',NULL,'x','[]',NULL,1);
CREATE TABLE clock (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    about VARCHAR NOT NULL,
    started_at VARCHAR NOT NULL,
    due_at VARCHAR,
    paused_at VARCHAR,
    met_at VARCHAR,
    duty BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
INSERT INTO "clock" VALUES(1,1,'ozon_claim_decision_fbs','','2026-11-23T09:00:00Z','2026-11-24T09:00:00Z',NULL,'2026-11-23T09:00:00Z',1);
INSERT INTO "clock" VALUES(2,1,'zzpp_refund','','2026-11-23T09:00:00Z','2026-12-03T20:59:59Z',NULL,NULL,1);
INSERT INTO "clock" VALUES(3,1,'ticket_money','ozon-1','2026-11-26T09:00:00Z','2026-12-03T20:59:59Z',NULL,NULL,1);
INSERT INTO "clock" VALUES(4,2,'ozon_claim_decision_fbs','','2026-11-23T09:00:00Z','2026-11-24T09:00:00Z',NULL,NULL,1);
INSERT INTO "clock" VALUES(5,2,'zzpp_refund','','2026-11-23T09:00:00Z','2026-12-03T20:59:59Z',NULL,NULL,1);
INSERT INTO "clock" VALUES(6,2,'ticket_taken_back','ozon-1','2026-11-28T20:59:59Z','2026-12-01T20:59:59Z',NULL,NULL,1);
INSERT INTO "clock" VALUES(7,4,'ticket_answer','ozon-1','2026-11-23T09:00:00Z','2026-12-01T20:59:59Z',NULL,NULL,1);
INSERT INTO "clock" VALUES(8,4,'ticket_check','ozon-1','2026-11-23T09:00:00Z','2026-11-26T21:00:00Z',NULL,NULL,1);
INSERT INTO "clock" VALUES(9,5,'ticket_money','ozon-1','2026-10-04T21:00:00Z','2026-10-12T20:59:59Z',NULL,'2026-10-06T21:00:00Z',1);
CREATE TABLE cost (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    amount INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('refund', 'goods', 'delivery', 'return_delivery', 'processing', 'storage', 'disposal', 'bonus', 'repair', 'examination', 'labour', 'decompensation', 'other')),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
INSERT INTO "cost" VALUES(1,2,'decompensation',30000,'2026-11-28T20:59:59Z');
INSERT INTO "cost" VALUES(2,5,'refund',70000,'2026-09-30T21:00:00Z');
CREATE TABLE defect (
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY ("case", kind),
    CONSTRAINT kind_is_known CHECK (kind IN ('scratch', 'crack', 'dent', 'stain', 'packaging', 'not_working', 'incomplete', 'wrong_item', 'used', 'counterfeit', 'other')),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
INSERT INTO "defect" VALUES(1,'crack',1);
INSERT INTO "defect" VALUES(2,'dent',1);
INSERT INTO "defect" VALUES(4,'stain',1);
CREATE TABLE delivery (
    id INTEGER NOT NULL,
    sku VARCHAR NOT NULL,
    "from" DATE NOT NULL,
    "to" DATE NOT NULL,
    units INTEGER NOT NULL,
    supplier VARCHAR,
    batch VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT units_is_not_negative CHECK (units >= 0),
    CONSTRAINT from_is_not_after_to CHECK ("from" <= "to")
);
INSERT INTO "delivery" VALUES(1,'1','2026-10-01','2026-10-07',40,NULL,NULL);
CREATE TABLE event (
    id INTEGER NOT NULL,
    "case" INTEGER,
    at VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    status VARCHAR,
    facts JSON NOT NULL,
    state JSON NOT NULL,
    previous VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    change INTEGER NOT NULL,
    rows VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('case_opened', 'case_inspected', 'case_imported', 'case_updated', 'letter_written', 'letter_drafted', 'reply_received', 'offer_chosen', 'offer_refused', 'feedback_received', 'buyer_unreachable', 'ticket_opened', 'ticket_drafted', 'ticket_updated', 'ticket_answered', 'ticket_decided', 'ticket_paid', 'ticket_appealed', 'ticket_reminded', 'ticket_taken_back', 'case_noted', 'case_resolved', 'case_closed', 'case_reopened', 'case_dismissed', 'deliveries_imported', 'change_undone')),
    CONSTRAINT status_is_known CHECK (status IN ('new', 'inspected', 'contacted', 'ticketed', 'resolved', 'closed', 'dismissed'))
);
INSERT INTO "event" VALUES(1,1,'2026-11-23T09:00:00Z','case_opened','inspected','{"defects":["crack"],"posting":"5-1","price":"1990.00","product":"Чайник","stage":"buyer","suspected_cause":"transport"}','{"case":"8b4ad8787cafc6aaf6035e9d74bfcf663886342bbc14c14cf8779fb5603fd4ee","defect":"4b7e71987b3a78044b5f8007e93e668d72607cc6257b6621ac9c80c7496d0feb"}','','57b832f520fe12a1238f144c0ee3eeedd21e8b2fd196e73ed4f32e8f37da76b0',1,'{"case":{"added":["1"]}}');
INSERT INTO "event" VALUES(2,1,'2026-11-23T09:00:00Z','letter_written','contacted','{"changes":{"contacted_at":[null,"2026-11-23T09:00:00Z"],"status":["inspected","contacted"]},"letter":"buyer.first_answer","offers":["refund"]}','{"case":"a3a5536aa57f88b1fcc553d8ae101c208ff618fe306aa05026d7b7e54328f44e","defect":"4b7e71987b3a78044b5f8007e93e668d72607cc6257b6621ac9c80c7496d0feb","letter":"717181192291dac753bb61458ca5ae4ff3e32f8d4162382240bbf8c2191cb71d","offer":"305876614b5f6d7adcc0c3a3558a69ef58992f7ec2dc6dcbd956a1898c0e9870"}','57b832f520fe12a1238f144c0ee3eeedd21e8b2fd196e73ed4f32e8f37da76b0','454a8ffe24cb9322dcf6afaec0f47dcd5839cd3e04807700fbc8ce10bea61f7a',2,'{"case":{"changed":{"1":{"contacted_at":null,"status":"inspected"}}},"letter":{"added":["1"]},"offer":{"added":["1"]}}');
INSERT INTO "event" VALUES(3,1,'2026-11-23T09:00:00Z','ticket_opened','ticketed','{"asked":"1990.00","changes":{"status":["contacted","ticketed"],"ticketed_at":[null,"2026-11-23T09:00:00Z"]},"forced":"made for a test","no":1,"number":"77","situation":"transport","to":"ozon"}','{"case":"22bcc74d48fabcd3466d902f27d35a22574b4cf7b1f28761bccc28a3ba458375","defect":"4b7e71987b3a78044b5f8007e93e668d72607cc6257b6621ac9c80c7496d0feb","letter":"717181192291dac753bb61458ca5ae4ff3e32f8d4162382240bbf8c2191cb71d","offer":"305876614b5f6d7adcc0c3a3558a69ef58992f7ec2dc6dcbd956a1898c0e9870","ticket":"9e8b3512e5b860dcb1fb7a46636bb7262b97d7176018042bf35510e3a4018321"}','454a8ffe24cb9322dcf6afaec0f47dcd5839cd3e04807700fbc8ce10bea61f7a','7db6e9a92820de1d03372f917626c6c10f299e670490774bdc358807b8eceaae',3,'{"case":{"changed":{"1":{"status":"contacted","ticketed_at":null}}},"ticket":{"added":["1"]}}');
INSERT INTO "event" VALUES(4,1,'2026-11-26T09:00:00Z','ticket_decided','ticketed','{"amount":"1500.00","no":1,"outcome":"partly"}','{"case":"435ea2d7d05d0d8f01182069f54fd54e9073f9ddac71fa8244c674d28213fd7b","defect":"4b7e71987b3a78044b5f8007e93e668d72607cc6257b6621ac9c80c7496d0feb","letter":"717181192291dac753bb61458ca5ae4ff3e32f8d4162382240bbf8c2191cb71d","offer":"305876614b5f6d7adcc0c3a3558a69ef58992f7ec2dc6dcbd956a1898c0e9870","ticket":"678b8e1a274ec82898dfd088a78c6fed5e24db57e1bbf2f629eae5270def9a4a"}','7db6e9a92820de1d03372f917626c6c10f299e670490774bdc358807b8eceaae','492f0e1e59beeb5915ab4c8d933d914d2524444384728fc29779f80493f6a7f6',4,'{"ticket":{"changed":{"1":{"amount":null,"decided_at":null,"outcome":null}}}}');
INSERT INTO "event" VALUES(5,1,'2026-11-29T09:00:00Z','ticket_paid','ticketed','{"amount":"600.00","no":1,"paid_at":"2026-11-27T21:00:00Z"}','{"case":"8d140be2b06fb2cd436fe50078aed05aec8955de129c622e240dd0caa9320358","defect":"4b7e71987b3a78044b5f8007e93e668d72607cc6257b6621ac9c80c7496d0feb","letter":"717181192291dac753bb61458ca5ae4ff3e32f8d4162382240bbf8c2191cb71d","offer":"305876614b5f6d7adcc0c3a3558a69ef58992f7ec2dc6dcbd956a1898c0e9870","recovery":"42cb5bcc91baa3236a6cde47adced4971198d3c0ddd7e26fb0d15239565a9973","ticket":"2af936984bace31da4dd8aeb5de7e90f6a2cfe41332e43ee92ba0504c5c33c8b"}','492f0e1e59beeb5915ab4c8d933d914d2524444384728fc29779f80493f6a7f6','3c260aa72fd1c7027a44b9cb4371e78824515bdf38215aad37da842d5fc9cf6f',5,'{"recovery":{"added":["1"]},"ticket":{"changed":{"1":{"paid":null}}}}');
INSERT INTO "event" VALUES(6,1,'2026-12-01T09:00:00Z','ticket_paid','ticketed','{"amount":"500.00","no":1,"paid_at":"2026-11-29T21:00:00Z"}','{"case":"6ca0c31489f534fba41cd0f911e2128824a39fb65588c7982d17cd3a9575477f","defect":"4b7e71987b3a78044b5f8007e93e668d72607cc6257b6621ac9c80c7496d0feb","letter":"717181192291dac753bb61458ca5ae4ff3e32f8d4162382240bbf8c2191cb71d","offer":"305876614b5f6d7adcc0c3a3558a69ef58992f7ec2dc6dcbd956a1898c0e9870","recovery":"a6e17573dacb553c5199becf665ad3e9d6b0c7f4029abf34320e7a00f80ca5d5","ticket":"82142cd3e09d2a039759f4b4c7d5a4a80fcc6927a307fb8c8f582787e704f3ec"}','3c260aa72fd1c7027a44b9cb4371e78824515bdf38215aad37da842d5fc9cf6f','efbc621160013c2c4f8fd9aeef50bf48a74b79f590ce3a67ea6791f0af6d7904',6,'{"recovery":{"added":["2"]},"ticket":{"changed":{"1":{"paid":60000}}}}');
INSERT INTO "event" VALUES(7,2,'2026-11-23T09:00:00Z','case_opened','inspected','{"defects":["dent"],"posting":"5-2","price":"300.00","product":"Кружка","stage":"buyer"}','{"case":"d44afcf98ccfe57fd299ebded924f986da9fd807af3b4caf6c4d8d7231d9d5d4","defect":"14219125ed62a2d792d26e23964acd5b9512ea32128db7e074ff879885e064f1"}','efbc621160013c2c4f8fd9aeef50bf48a74b79f590ce3a67ea6791f0af6d7904','11c3bcc6e1dc8f71c9e8a624dbba51cc7e6ecb95ba46ddcc15930d1d3afe74d2',7,'{"case":{"added":["2"]}}');
INSERT INTO "event" VALUES(8,2,'2026-11-23T09:00:00Z','ticket_opened','ticketed','{"asked":"300.00","changes":{"status":["inspected","ticketed"],"ticketed_at":[null,"2026-11-23T09:00:00Z"]},"forced":"made for a test","no":1,"situation":"other","to":"ozon"}','{"case":"154f9d600344e74d276eeb93e12ad56f467783981c85c930ad960216c0e84f3f","defect":"14219125ed62a2d792d26e23964acd5b9512ea32128db7e074ff879885e064f1","ticket":"b6fd395bfd493d31e1ccb11297c25e224f4cd877d946443979883c789556d8c4"}','11c3bcc6e1dc8f71c9e8a624dbba51cc7e6ecb95ba46ddcc15930d1d3afe74d2','5612c5339d00f58fc485b48243b51a5b05e7dcf74a88ab03ca11128e7d5032bd',8,'{"case":{"changed":{"2":{"status":"inspected","ticketed_at":null}}},"ticket":{"added":["2"]}}');
INSERT INTO "event" VALUES(9,2,'2026-11-26T09:00:00Z','ticket_paid','ticketed','{"no":1,"outcome":"approved","paid_at":"2026-11-24T21:00:00Z"}','{"case":"e0faa7806806a45aefc162f25669b44de7ddb73f7894b1f6fa71feaa010614a6","defect":"14219125ed62a2d792d26e23964acd5b9512ea32128db7e074ff879885e064f1","recovery":"f6971d7eeeee87cd77ec4558af555db778edae6753006eb5e2dc8a88428fed5d","ticket":"f670badd02e2bb0befb369b924c790ec7271607080fffe37293f35995258e261"}','5612c5339d00f58fc485b48243b51a5b05e7dcf74a88ab03ca11128e7d5032bd','afdcb5df40fb5ce5fd0ea9bfe2a05659130e4eac5b655d19615e4c657b847f99',9,'{"recovery":{"added":["3"]},"ticket":{"changed":{"2":{"amount":null,"decided_at":null,"outcome":null,"paid":null,"paid_at":null}}}}');
INSERT INTO "event" VALUES(10,2,'2026-11-29T09:00:00Z','ticket_taken_back','ticketed','{"no":1,"taken_back":"2026-11-28T20:59:59Z"}','{"case":"dd731268c050dbdbf783bac1f75a7a3b629dafce7888d673d0ceb485b5d5cd64","cost":"39547201a7e656f369a0f2d2ccbf68f333c040a5b75f9d64108250b2f6f2241b","defect":"14219125ed62a2d792d26e23964acd5b9512ea32128db7e074ff879885e064f1","recovery":"f6971d7eeeee87cd77ec4558af555db778edae6753006eb5e2dc8a88428fed5d","ticket":"5d2281decf59d2e8f2107d31540e5042d0938c14f0a7bf24f07eb6bd8d36e248"}','afdcb5df40fb5ce5fd0ea9bfe2a05659130e4eac5b655d19615e4c657b847f99','01650012194a9180a8f4ef6005b358bee5f50a02d13fa90615b7aa11de40a5a3',10,'{"cost":{"added":["1"]},"ticket":{"changed":{"2":{"amount":30000,"decided_at":"2026-11-26T09:00:00Z","outcome":"approved","paid":30000,"paid_at":"2026-11-24T21:00:00Z","taken_back":null,"taken_back_at":null}}}}');
INSERT INTO "event" VALUES(11,3,'2026-11-23T09:00:00Z','case_opened','inspected','{"price":"100.00","product":"Лампа"}','{"case":"8a81fe658f79165d46c7c850215dee6701daed4da95900c8cd81db0b42ba9d5c"}','01650012194a9180a8f4ef6005b358bee5f50a02d13fa90615b7aa11de40a5a3','e93d3df2212609b0ff11002e09453dc706ea76cb9e35dbfce366bec8cbbd511f',11,'{"case":{"added":["3"]}}');
INSERT INTO "event" VALUES(12,3,'2026-11-23T09:00:00Z','case_closed','closed','{"changes":{"cause":[null,"own_storage"],"closed_at":[null,"2026-11-23T09:00:00Z"],"no_action":[null,"x"],"outcome":[null,"written_off"],"resolved_at":[null,"2026-11-23T09:00:00Z"],"status":["inspected","closed"]},"no_action":"x"}','{"case":"1e7658c16e2d564425a1cba871d53926b5834a0ed9f3f7fd55edee82a69e5edb"}','e93d3df2212609b0ff11002e09453dc706ea76cb9e35dbfce366bec8cbbd511f','ede75275353db76058612b6bae354261e4f3ea3f20be090f649e41dc7f7c7751',12,'{"case":{"changed":{"3":{"cause":null,"closed_at":null,"no_action":null,"outcome":null,"resolved_at":null,"status":"inspected"}}}}');
INSERT INTO "event" VALUES(13,4,'2026-11-23T09:00:00Z','case_opened','inspected','{"defects":["stain"],"price":"900.00","product":"Плед"}','{"case":"0a2c63a044ecabd39592817fc0f5ada4db4cd3a5c5ac0b1554eced26e30e82ff","defect":"67ccb5ba89d642bef592913267eb6d0dbf0c84cbcd56cf036fd2178f3a61b6a3"}','ede75275353db76058612b6bae354261e4f3ea3f20be090f649e41dc7f7c7751','246eab98c24e712a17b5da4ab9c051cae919a58a82f0780298ae83da87875014',13,'{"case":{"added":["4"]}}');
INSERT INTO "event" VALUES(14,4,'2026-11-23T09:00:00Z','ticket_opened','ticketed','{"asked":"900.00","changes":{"status":["inspected","ticketed"],"ticketed_at":[null,"2026-11-23T09:00:00Z"]},"forced":"made for a test","no":1,"situation":"other","to":"ozon","until":"2026-12-01T20:59:59Z"}','{"case":"aa1d98ab603f422a2fb7dcf93c8eb4ce81cbb6289bad8a83ad0cbad28a580d29","defect":"67ccb5ba89d642bef592913267eb6d0dbf0c84cbcd56cf036fd2178f3a61b6a3","ticket":"c1287fb6868193c9c87c5b3ece9994e74411d444737532f43ac90b19f9b51042"}','246eab98c24e712a17b5da4ab9c051cae919a58a82f0780298ae83da87875014','31405ba29ea0fb5bc2156af80bca04bdcd65922002fb5a2ed113ed407555d42f',14,'{"case":{"changed":{"4":{"status":"inspected","ticketed_at":null}}},"ticket":{"added":["3"]}}');
INSERT INTO "event" VALUES(15,4,'2026-11-24T09:00:00Z','ticket_answered','ticketed','{"answer":"Ждите.","no":1}','{"answer":"f603175b37b8c81427b2373b4fd4685d1c847b32a41f2a29f28b6927b4767c65","case":"111901fc7e360f7af91bb5de0b8b5f8a4f4750100316903785a1644ff45ed218","defect":"67ccb5ba89d642bef592913267eb6d0dbf0c84cbcd56cf036fd2178f3a61b6a3","ticket":"c1287fb6868193c9c87c5b3ece9994e74411d444737532f43ac90b19f9b51042"}','31405ba29ea0fb5bc2156af80bca04bdcd65922002fb5a2ed113ed407555d42f','8dc2b0d883065daad22645f49e1116260c4b9723a8055f9b4c5615521d56fa18',15,'{"answer":{"added":["1"]}}');
INSERT INTO "event" VALUES(16,4,'2026-11-25T09:00:00Z','change_undone','ticketed','{"event":15,"undid":"ticket_answered"}','{"case":"279bd54473bf77e2010dc2c40d0107f85bdfb829d5ba648224452d5df9a6e054","defect":"67ccb5ba89d642bef592913267eb6d0dbf0c84cbcd56cf036fd2178f3a61b6a3","ticket":"c1287fb6868193c9c87c5b3ece9994e74411d444737532f43ac90b19f9b51042"}','8dc2b0d883065daad22645f49e1116260c4b9723a8055f9b4c5615521d56fa18','41c40b3a2062b7c7982b2f0fb2db8493d2edd2c6a3f73f704a5c69277586ce11',16,'{"answer":{"taken":[{"at":"2026-11-24T09:00:00Z","id":1,"kind":"answer","text":"Ждите.","ticket":3}]}}');
INSERT INTO "event" VALUES(17,4,'2026-11-25T09:00:00Z','change_undone','ticketed','{"event":16,"undid":"change_undone"}','{"answer":"f603175b37b8c81427b2373b4fd4685d1c847b32a41f2a29f28b6927b4767c65","case":"54a8f5b21c6b2e1b9d7cdabd7b3cc900353b5df26c9c35298138d71ab6b911fe","defect":"67ccb5ba89d642bef592913267eb6d0dbf0c84cbcd56cf036fd2178f3a61b6a3","ticket":"c1287fb6868193c9c87c5b3ece9994e74411d444737532f43ac90b19f9b51042"}','41c40b3a2062b7c7982b2f0fb2db8493d2edd2c6a3f73f704a5c69277586ce11','f23a1a0d6e05c1b33691b8aeec5ebd98e95a37233d8e91595d0008e216fa9eeb',17,'{"answer":{"added":["1"]}}');
INSERT INTO "event" VALUES(18,4,'2026-11-25T09:00:00Z','change_undone','ticketed','{"event":17,"undid":"change_undone"}','{"case":"10d22356c986812270bb13d1cd4f0bb5ea188238faed2b87c13a81eb4124c69d","defect":"67ccb5ba89d642bef592913267eb6d0dbf0c84cbcd56cf036fd2178f3a61b6a3","ticket":"c1287fb6868193c9c87c5b3ece9994e74411d444737532f43ac90b19f9b51042"}','f23a1a0d6e05c1b33691b8aeec5ebd98e95a37233d8e91595d0008e216fa9eeb','416475836ceb1146e367af1fe7833862e2e904d344371de807175cf42fbfbae6',18,'{"answer":{"taken":[{"at":"2026-11-24T09:00:00Z","id":1,"kind":"answer","text":"Ждите.","ticket":3}]}}');
INSERT INTO "event" VALUES(19,5,'2026-11-25T09:00:00Z','case_imported','resolved','{"file":"imp.yaml","line":2}','{"case":"c29ae235407dddbc781bdb47bf245275a7dc287a1a29b0053d3c8963d352303d","cost":"0a3e19625270b22193efca1a420e8ce5b59eeb9185200da56966494133a2195f","recovery":"44447954cd516d72c1a7d4a935b23883b9ffbe0b0e4689d27650c7c52f2a3d3c","ticket":"6825c1bd3469ea4334d3bebda23988f8ab42fa47494c89bf65a9cb20db68d95c"}','416475836ceb1146e367af1fe7833862e2e904d344371de807175cf42fbfbae6','2d54fc36fba5d43210dba49355ba7d24857290c4a486f31ae0e41b0644242238',19,'{"case":{"added":["5"]}}');
INSERT INTO "event" VALUES(20,NULL,'2026-11-25T09:00:00Z','deliveries_imported',NULL,'{"changed":1,"file":"imp.yaml"}','{"delivery":"8571176ac0fa916107d896483532f14e1417878834648872b3a8a4a227f7721a"}','2d54fc36fba5d43210dba49355ba7d24857290c4a486f31ae0e41b0644242238','3001b91bd644b980dbd6a22e3420eeba5871678e1332cf3c4c57a32f2b15d550',19,'{"delivery":{"added":["1"]}}');
CREATE TABLE feedback (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    satisfied BOOLEAN,
    score INTEGER,
    again BOOLEAN,
    comment VARCHAR,
    unreachable VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT score_is_1_to_5 CHECK (score BETWEEN 1 AND 5),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
CREATE TABLE letter (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    direction VARCHAR NOT NULL,
    name VARCHAR,
    channel VARCHAR,
    text VARCHAR NOT NULL,
    written_at VARCHAR NOT NULL,
    sent_at VARCHAR,
    how VARCHAR,
    outside_id VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT direction_is_known CHECK (direction IN ('out', 'in')),
    CONSTRAINT channel_is_known CHECK (channel IN ('chat', 'claim', 'review', 'other')),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
INSERT INTO "letter" VALUES(1,1,'out','buyer.first_answer','chat','Здравствуйте! Спасибо, что написали. Нам жаль, что с товаром «Чайник» (отправление 5-1) возникла проблема: трещина.

Мы уже разбираемся. Можем предложить такое решение:
Полный возврат денег: оформите, пожалуйста, возврат в разделе «Мои заказы» → «Вернуть товар», мы одобрим заявку.

Напишите, пожалуйста, подходит ли вам это. Если нет, скажите, какое решение было бы для вас удобным.','2026-11-23T09:00:00Z','2026-11-23T09:00:00Z','by_hand',NULL);
CREATE TABLE milestone (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('claimed', 'decided', 'rejected', 'partial_refused', 'dispute_opened', 'dispute_decided', 'demand_refund', 'demand_price_cut', 'demand_losses', 'demand_repair_cost', 'demand_replacement', 'demand_replacement_check', 'demand_replacement_no_stock', 'demand_repair', 'demand_loaner', 'loaner_given', 'delivered', 'delivered_uninformed', 'refused', 'warranty_until', 'return_created', 'return_sent', 'return_received', 'picked_up', 'free_until', 'disposal', 'compensation_offered', 'compensation_answered', 'supplied', 'replacement_sent', 'replacement_delivered')),
    UNIQUE ("case", kind),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
CREATE TABLE offer (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    amount INTEGER,
    until VARCHAR,
    at VARCHAR NOT NULL,
    chosen_at VARCHAR,
    how VARCHAR,
    refused_at VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('refund', 'refund_keep', 'replacement', 'bonus', 'repair', 'parts')),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    CONSTRAINT how_is_known CHECK (how IN ('post', 'reorder')),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
INSERT INTO "offer" VALUES(1,1,'refund',NULL,NULL,'2026-11-23T09:00:00Z',NULL,NULL,NULL);
CREATE TABLE photo (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    file VARCHAR NOT NULL,
    original_name VARCHAR NOT NULL,
    role VARCHAR,
    sha256 VARCHAR NOT NULL,
    bytes INTEGER NOT NULL,
    mime VARCHAR NOT NULL,
    width INTEGER,
    height INTEGER,
    taken_at VARCHAR,
    added_at VARCHAR NOT NULL, look INTEGER, look_fine VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT role_is_known CHECK (role IN ('packaging', 'label', 'overall', 'defect', 'serial', 'inside', 'video', 'document')),
    CONSTRAINT bytes_is_positive CHECK (bytes > 0),
    UNIQUE ("case", sha256),
    FOREIGN KEY("case") REFERENCES "case" (number),
    UNIQUE (file)
);
CREATE TABLE recovery (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    payer VARCHAR NOT NULL,
    amount INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT payer_is_known CHECK (payer IN ('ozon', 'supplier', 'carrier', 'buyer', 'resale')),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
INSERT INTO "recovery" VALUES(1,1,'ozon',60000,'2026-11-27T21:00:00Z');
INSERT INTO "recovery" VALUES(2,1,'ozon',50000,'2026-11-29T21:00:00Z');
INSERT INTO "recovery" VALUES(3,2,'ozon',30000,'2026-11-24T21:00:00Z');
INSERT INTO "recovery" VALUES(4,5,'ozon',70000,'2026-09-30T21:00:00Z');
CREATE TABLE ticket (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    no INTEGER NOT NULL,
    number VARCHAR,
    addressee VARCHAR NOT NULL,
    situation VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    asked INTEGER,
    until VARCHAR,
    written_at VARCHAR NOT NULL,
    opened_at VARCHAR,
    next_check VARCHAR,
    outcome VARCHAR,
    amount INTEGER,
    decided_at VARCHAR,
    paid_at VARCHAR, files JSON DEFAULT '[]' NOT NULL, letter VARCHAR, paid INTEGER, taken_back INTEGER, taken_back_at VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT addressee_is_known CHECK (addressee IN ('ozon', 'supplier', 'carrier')),
    CONSTRAINT situation_is_known CHECK (situation IN ('transport', 'swapped', 'used_return', 'not_working', 'incomplete', 'lost', 'other')),
    CONSTRAINT outcome_is_known CHECK (outcome IN ('approved', 'partly', 'refused')),
    CONSTRAINT asked_is_not_negative CHECK (asked >= 0),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    UNIQUE ("case", no),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
INSERT INTO "ticket" VALUES(1,1,1,'77','ozon','transport','Тема: Повреждение товара в логистике, отправление 5-1

Номер отправления: 5-1
Товар: Чайник
Стоимость товара: 1 990,00 ₽

Товар отгружен в исправном состоянии и в упаковке, соответствующей требованиям. 23.11.2026 обнаружено: трещина. Характер повреждения указывает, что оно произошло при перевозке или хранении.

Прошу:
1) провести проверку движения отправления;
2) признать, что повреждение произошло не по вине продавца;
3) выплатить компенсацию 1 990,00 ₽;
4) не учитывать этот возврат в показателях продавца, если он на них повлиял.

Прошу ответить в этом обращении. При отказе прошу указать пункт договора и чем он подтверждается.',199000,NULL,'2026-11-23T09:00:00Z','2026-11-23T09:00:00Z',NULL,'partly',150000,'2026-11-26T09:00:00Z',NULL,'[]','ozon.damaged_in_logistics',110000,NULL,NULL);
INSERT INTO "ticket" VALUES(2,2,1,NULL,'ozon','other','Тема: Товар с недостатком, отправление 5-2

Номер отправления: 5-2
Товар: Кружка
Стоимость товара: 300,00 ₽

23.11.2026 установлено: вмятина.

Прошу рассмотреть обстоятельства и выплатить компенсацию 300,00 ₽.

Прошу ответить в этом обращении. При отказе прошу указать пункт договора и чем он подтверждается.',30000,NULL,'2026-11-23T09:00:00Z','2026-11-23T09:00:00Z',NULL,NULL,NULL,NULL,NULL,'[]','ozon.other',NULL,30000,'2026-11-28T20:59:59Z');
INSERT INTO "ticket" VALUES(3,4,1,NULL,'ozon','other','Тема: Товар с недостатком

Товар: Плед
Стоимость товара: 900,00 ₽

23.11.2026 установлено: пятно.

Прошу рассмотреть обстоятельства и выплатить компенсацию 900,00 ₽.

Прошу ответить в этом обращении. При отказе прошу указать пункт договора и чем он подтверждается.',90000,'2026-12-01T20:59:59Z','2026-11-23T09:00:00Z','2026-11-23T09:00:00Z','2026-11-26T21:00:00Z',NULL,NULL,NULL,NULL,'[]','ozon.other',NULL,NULL,NULL);
INSERT INTO "ticket" VALUES(4,5,1,NULL,'ozon','transport','',70000,NULL,'2026-10-01T21:00:00Z','2026-10-01T21:00:00Z',NULL,'approved',70000,'2026-10-04T21:00:00Z','2026-10-06T21:00:00Z','[]',NULL,NULL,NULL,NULL);
CREATE INDEX ix_case_found_at ON "case" (found_at);
CREATE INDEX ix_case_opened_at ON "case" (opened_at);
CREATE INDEX ix_case_posting ON "case" (posting);
CREATE INDEX ix_case_resolved_at ON "case" (resolved_at);
CREATE INDEX ix_case_sku ON "case" (sku);
CREATE INDEX ix_case_status ON "case" (status);
CREATE INDEX ix_delivery_sku ON delivery (sku);
CREATE INDEX ix_action_case ON action ("case");
CREATE INDEX ix_feedback_case ON feedback ("case");
CREATE INDEX ix_letter_case ON letter ("case");
CREATE INDEX ix_photo_case ON photo ("case");
CREATE INDEX ix_photo_sha256 ON photo (sha256);
CREATE INDEX ix_recovery_at ON recovery (at);
CREATE INDEX ix_recovery_case ON recovery ("case");
CREATE INDEX ix_ticket_case ON ticket ("case");
CREATE INDEX ix_photo_look_0 ON photo ((look >> 0) & 65535);
CREATE INDEX ix_photo_look_16 ON photo ((look >> 16) & 65535);
CREATE INDEX ix_photo_look_32 ON photo ((look >> 32) & 65535);
CREATE INDEX ix_photo_look_48 ON photo ((look >> 48) & 65535);
CREATE INDEX ix_milestone_case ON milestone ("case");
CREATE INDEX ix_clock_case ON clock ("case");
CREATE INDEX ix_clock_rule ON clock (rule) WHERE due_at IS NULL AND met_at IS NULL;
CREATE INDEX ix_clock_running ON clock (due_at) WHERE duty = 1 AND met_at IS NULL AND paused_at IS NULL;
CREATE INDEX ix_event_at ON event (at);
CREATE INDEX ix_event_case ON event ("case");
CREATE INDEX ix_event_change ON event (change);
CREATE INDEX ix_offer_case ON offer ("case");
CREATE INDEX ix_cost_at ON cost (at);
CREATE INDEX ix_cost_case ON cost ("case");
CREATE INDEX ix_answer_ticket ON answer (ticket);
CREATE VIEW duties AS
SELECT k."case", k.rule, k.about, k.started_at, k.due_at
  FROM clock k WHERE k.duty = 1 AND k.met_at IS NULL AND k.paused_at IS NULL AND k.due_at IS NOT NULL;
CREATE VIEW owed AS
SELECT t."case", t.no, t.number, t.addressee, t.decided_at AS since, t.amount AS promised,
       ifnull(t.paid, 0) AS arrived, t.amount - ifnull(t.paid, 0) AS amount, t.next_check
  FROM ticket t WHERE t.outcome IN ('approved', 'partly') AND t.amount > ifnull(t.paid, CASE WHEN t.paid_at IS NULL THEN 0 ELSE t.amount END)
UNION ALL
SELECT t."case", t.no, t.number, t.addressee, t.taken_back_at, t.taken_back, 0, t.taken_back, t.next_check
  FROM ticket t WHERE t.taken_back_at IS NOT NULL AND t.outcome IS NULL;
CREATE VIEW cases AS
SELECT c.*,
       (SELECT group_concat(kind, ' ') FROM (SELECT d.kind FROM defect d WHERE d."case" = c.number ORDER BY d.position)) AS defects,
       ifnull((SELECT sum(m.amount) FROM cost m WHERE m."case" = c.number), 0) AS cost_sum,
       ifnull((SELECT sum(m.amount) FROM recovery m WHERE m."case" = c.number), 0) AS recovered_sum,
       ifnull((SELECT sum(m.amount) FROM cost m WHERE m."case" = c.number), 0)
       - ifnull((SELECT sum(m.amount) FROM recovery m WHERE m."case" = c.number), 0) AS net_cost,
       (SELECT count(*) FROM photo p WHERE p."case" = c.number) AS photo_count,
       ifnull((SELECT sum(o.amount) FROM owed o WHERE o."case" = c.number), 0) AS owed,
       (SELECT min(d.due_at) FROM duties d WHERE d."case" = c.number) AS due_at
  FROM "case" c;
CREATE VIEW occurrences AS
SELECT c.number AS "case", c.found_at AS at, 1 AS cases, c.quantity AS units, 0 AS cost, 0 AS recovered
  FROM "case" c WHERE c.status <> 'dismissed'
UNION ALL
SELECT m."case", m.at, 0, 0, m.amount, 0 FROM cost m
UNION ALL
SELECT m."case", m.at, 0, 0, 0, m.amount FROM recovery m;
CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'history is never changed');
END;
CREATE TRIGGER event_is_not_removed BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'history is never removed');
END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('case',5);
COMMIT;
PRAGMA user_version = 2018555696;
