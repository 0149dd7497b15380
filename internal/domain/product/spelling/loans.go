package spelling

import "strings"

// loans are English words as Japanese writes them, folded at start.
var loans = func() map[string]string {
	m := map[string]string{}
	f := strings.Fields(loanWords)
	for i := 0; i+1 < len(f); i += 2 {
		m[Fold(f[i])] = f[i+1]
	}
	return m
}()

const loanWords = `
	サーバー server サーバ server マネージャー manager マネージャ manager マネジャー manager マネジメント management マネージメント management セキュリティ security セキュリティー security システム system ネットワーク network データベース database
	データ data ベース base ゲートウェイ gateway ゲートウエイ gateway ルーター router ルータ router スイッチ switch ファイアウォール firewall ファイヤーウォール firewall ファイアーウォール firewall ファイル file フォルダ folder
	メール mail ウェブ web ウエブ web クラウド cloud クライアント client エージェント agent コンソール console コントローラー controller コントローラ controller コントロール control センター center センタ center
	サービス service サービスデスク servicedesk デスク desk デスクトップ desktop バックアップ backup リカバリー recovery リカバリ recovery レプリケーション replication ストレージ storage アプライアンス appliance アプリケーション application アプリ app
	プラットフォーム platform エンタープライズ enterprise スタンダード standard プロフェッショナル professional プロ pro エディション edition パーソナル personal ビジネス business ホーム home ウイルス virus ウィルス virus アンチウイルス antivirus
	アンチウィルス antivirus バスター buster エンドポイント endpoint プロテクション protection プロテクト protect ディフェンダー defender モバイル mobile デバイス device ユーザー user ユーザ user アカウント account アクセス access
	ポイント point ワイヤレス wireless コネクト connect コネクター connector コネクタ connector リモート remote クローラ crawler ブラウザ browser ブラウザー browser リーダー reader ビューア viewer ビューアー viewer
	ビューワ viewer エディター editor エディタ editor プレーヤー player プレイヤー player オフィス office ワード word エクセル excel アウトルック outlook パワーポイント powerpoint アクセスポイント accesspoint ウィンドウズ windows
	ウインドウズ windows リナックス linux ユニックス unix マック mac アンドロイド android オラクル oracle マイエスキューエル mysql ポストグレス postgresql ポスグレ postgresql アパッチ apache トムキャット tomcat エンジンエックス nginx
	ワードプレス wordpress ドッカー docker クバネティス kubernetes クーバネティス kubernetes クバネテス kubernetes ジェンキンス jenkins ギットラボ gitlab ギット git ギットハブ github パイソン python ルビー ruby ジャバ java
	ノード node レディス redis モンゴ mongo エラスティック elastic エラスティックサーチ elasticsearch キバナ kibana グラファナ grafana プロメテウス prometheus ザビックス zabbix クローム chrome ファイヤーフォックス firefox ファイアフォックス firefox
	サファリ safari エッジ edge アクロバット acrobat フラッシュ flash フォトショップ photoshop イラストレーター illustrator ズーム zoom チームズ teams スラック slack シェアポイント sharepoint エクスチェンジ exchange アクティブ active
	ディレクトリ directory ディレクトリー directory ハイパー hyper スフィア sphere センタ center ブイスフィア vsphere ホライゾン horizon シトリックス citrix ゼン xen ビルダー builder ビルダ builder スタジオ studio
	ツール tool ツールズ tools キット kit ライブラリ library フレームワーク framework エンジン engine モニター monitor モニタ monitor モニタリング monitoring レポート report レポーター reporter アナライザー analyzer
	アナライザ analyzer アナリティクス analytics ログ log イベント event プリンタ printer プリンター printer プリント print スキャナ scanner スキャナー scanner スキャン scan カメラ camera レコーダー recorder
	レコーダ recorder ビデオ video ボイス voice フォン phone コール call コミュニケーション communication コミュニケーションズ communications オープン open ソース source フリー free ライト lite プラス plus
	アドバンスト advanced アドバンスド advanced スマート smart ユニファイド unified ユニバーサル universal インテグレーション integration インテグレーター integrator プロセス process オートメーション automation ロボット robot ロジック logic プログラマ programmer
	プログラマブル programmable ワークス works ワークフロー workflow ワークスペース workspace ワークステーション workstation コラボレーション collaboration ポータル portal フォーム form フォームズ forms キャリア carrier ダイレクト direct ディレクター director
	オペレーション operation オペレーションズ operations センス sense インサイト insight ディスカバリー discovery アイデンティティ identity アイデンティティー identity シングルサインオン singlesignon パスワード password ボールト vault バーチャル virtual マシン machine
	マシーン machine コンテナ container レジストリ registry リポジトリ repository パッケージ package ドライバ driver ドライバー driver ファームウェア firmware ソフトウェア software ハードウェア hardware ソフト soft シールド shield
	ガード guard ガーディアン guardian フォート fort フィルター filter フィルタ filter プロキシ proxy バランサー balancer バランサ balancer ロードバランサー loadbalancer ロードバランサ loadbalancer アクセラレータ accelerator オプティマイザ optimizer
	インターネット internet イントラネット intranet グループウェア groupware グループ group チーム team プロジェクト project タスク task スケジューラ scheduler スケジューラー scheduler カレンダー calendar チャット chat シリーズ series
	モデル model ユニット unit モジュール module カード card ボード board パネル panel タッチ touch ディスプレイ display ターミナル terminal センサ sensor センサー sensor メーター meter
	メータ meter ドライブ drive インバータ inverter インバーター inverter サーボ servo フォレンジック forensic インシデント incident レスポンス response アラート alert スコープ scope トラッカー tracker トラフィック traffic
	パケット packet フロー flow ブリッジ bridge ハブ hub リンク link ケーブル cable アダプタ adapter アダプター adapter ライセンス license ライセンシング licensing アップデート update アップデータ updater
	インストーラ installer インストーラー installer ランチャー launcher ウィザード wizard ヘルパー helper アシスタント assistant サポート support カスタマー customer コンテンツ content コンテント content デジタル digital ペーパー paper
	ドキュメント document ドキュワークス docuworks アーカイブ archive アーカイバ archiver アーカイバー archiver キャプチャ capture イメージ image フォト photo サウンド sound ミュージック music メディア media ストリーム stream
	ストリーミング streaming スターター starter エクスプレス express ベーシック basic プレミアム premium アルティメット ultimate コア core カーネル kernel シェル shell スクリプト script コンパイラ compiler デバッガ debugger
	ファイナンシャル financial ペイメント payment ショップ shop ストア store カート cart コマース commerce マーケット market バンキング banking ナビゲーター navigator エクスプローラー explorer エクスプローラ explorer コマンド command
	ライン line パイプライン pipeline クラスター cluster クラスタ cluster グリッド grid ノーツ notes ドミノ domino ロータス lotus ウェブスフィア websphere ウェブロジック weblogic アズール azure アマゾン amazon
	グーグル google セールスフォース salesforce キントーン kintone ガルーン garoon サイボウズ cybozu コンフルエンス confluence ジラ jira レッドハット redhat ウブントゥ ubuntu デビアン debian セントオーエス centos フェドラ fedora
	スーゼ suse カタリスト catalyst ネクサス nexus メラキ meraki フォーティゲート fortigate フォーティ forti パロアルト paloalto アルバ aruba ビッグアイピー bigip ソニックウォール sonicwall チェックポイント checkpoint ジュニパー juniper
	ブロケード brocade ユニティ unity プロリアント proliant パワーエッジ poweredge シンクパッド thinkpad レノボ lenovo シナジー synergy ニンブル nimble アイロ ilo アイドラック idrac タービン turbine ヒストリアン historian
	スキャダ scada リアルタイム realtime パワー power エナジー energy グリーン green プラント plant
`
