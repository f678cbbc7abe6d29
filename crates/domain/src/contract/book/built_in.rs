//! Lists the files that the program carries.

use super::SourceFile;

/// The calendars, each with the name of its file.
const CALENDARS: [(&str, &str); 39] = [
    ("holidays/AT.toml", include_str!("../../../../../assets/holidays/AT.toml")),
    ("holidays/BE.toml", include_str!("../../../../../assets/holidays/BE.toml")),
    ("holidays/CA.toml", include_str!("../../../../../assets/holidays/CA.toml")),
    ("holidays/CH.toml", include_str!("../../../../../assets/holidays/CH.toml")),
    ("holidays/CZ.toml", include_str!("../../../../../assets/holidays/CZ.toml")),
    ("holidays/DE.toml", include_str!("../../../../../assets/holidays/DE.toml")),
    ("holidays/DE-BB.toml", include_str!("../../../../../assets/holidays/DE-BB.toml")),
    ("holidays/DE-BE.toml", include_str!("../../../../../assets/holidays/DE-BE.toml")),
    ("holidays/DE-BW.toml", include_str!("../../../../../assets/holidays/DE-BW.toml")),
    ("holidays/DE-BY.toml", include_str!("../../../../../assets/holidays/DE-BY.toml")),
    ("holidays/DE-HB.toml", include_str!("../../../../../assets/holidays/DE-HB.toml")),
    ("holidays/DE-HE.toml", include_str!("../../../../../assets/holidays/DE-HE.toml")),
    ("holidays/DE-HH.toml", include_str!("../../../../../assets/holidays/DE-HH.toml")),
    ("holidays/DE-MV.toml", include_str!("../../../../../assets/holidays/DE-MV.toml")),
    ("holidays/DE-NI.toml", include_str!("../../../../../assets/holidays/DE-NI.toml")),
    ("holidays/DE-NW.toml", include_str!("../../../../../assets/holidays/DE-NW.toml")),
    ("holidays/DE-RP.toml", include_str!("../../../../../assets/holidays/DE-RP.toml")),
    ("holidays/DE-SH.toml", include_str!("../../../../../assets/holidays/DE-SH.toml")),
    ("holidays/DE-SL.toml", include_str!("../../../../../assets/holidays/DE-SL.toml")),
    ("holidays/DE-SN.toml", include_str!("../../../../../assets/holidays/DE-SN.toml")),
    ("holidays/DE-ST.toml", include_str!("../../../../../assets/holidays/DE-ST.toml")),
    ("holidays/DE-TH.toml", include_str!("../../../../../assets/holidays/DE-TH.toml")),
    ("holidays/DK.toml", include_str!("../../../../../assets/holidays/DK.toml")),
    ("holidays/ES.toml", include_str!("../../../../../assets/holidays/ES.toml")),
    ("holidays/FI.toml", include_str!("../../../../../assets/holidays/FI.toml")),
    ("holidays/FR.toml", include_str!("../../../../../assets/holidays/FR.toml")),
    ("holidays/GB-ENG.toml", include_str!("../../../../../assets/holidays/GB-ENG.toml")),
    ("holidays/GB-NIR.toml", include_str!("../../../../../assets/holidays/GB-NIR.toml")),
    ("holidays/GB-SCT.toml", include_str!("../../../../../assets/holidays/GB-SCT.toml")),
    ("holidays/IE.toml", include_str!("../../../../../assets/holidays/IE.toml")),
    ("holidays/IS.toml", include_str!("../../../../../assets/holidays/IS.toml")),
    ("holidays/IT.toml", include_str!("../../../../../assets/holidays/IT.toml")),
    ("holidays/LU.toml", include_str!("../../../../../assets/holidays/LU.toml")),
    ("holidays/NL.toml", include_str!("../../../../../assets/holidays/NL.toml")),
    ("holidays/NO.toml", include_str!("../../../../../assets/holidays/NO.toml")),
    ("holidays/PL.toml", include_str!("../../../../../assets/holidays/PL.toml")),
    ("holidays/PT.toml", include_str!("../../../../../assets/holidays/PT.toml")),
    ("holidays/SE.toml", include_str!("../../../../../assets/holidays/SE.toml")),
    ("holidays/US.toml", include_str!("../../../../../assets/holidays/US.toml")),
];

/// The contracts, each with the name of its file.
const CONTRACTS: [(&str, &str); 5] = [
    ("contracts/markant.toml", include_str!("../../../../../assets/contracts/markant.toml")),
    ("contracts/missoun.toml", include_str!("../../../../../assets/contracts/missoun.toml")),
    ("contracts/moocommerce.toml", include_str!("../../../../../assets/contracts/moocommerce.toml")),
    ("contracts/myproduction.toml", include_str!("../../../../../assets/contracts/myproduction.toml")),
    ("contracts/sesam.toml", include_str!("../../../../../assets/contracts/sesam.toml")),
];

/// Returns the calendars that the program carries.
pub fn built_in_calendars() -> Vec<SourceFile> {
    CALENDARS.map(SourceFile::built_in).into()
}

/// Returns the contracts that the program carries.
pub fn built_in_contracts() -> Vec<SourceFile> {
    CONTRACTS.map(SourceFile::built_in).into()
}
