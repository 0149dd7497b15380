package lookup

var shipped = Forest{}
